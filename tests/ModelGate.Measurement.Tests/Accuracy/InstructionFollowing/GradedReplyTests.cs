using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing;

public sealed class GradedReplyTests
{
    private const string Quotation = "startend:quotation";

    /// <summary>Each reply follows in exactly one of the eight variants.</summary>
    [Theory]
    [InlineData("\"a\"", true, true)]
    [InlineData("*\"a\"*", false, true)]
    [InlineData("Sure:\n\"a\"", false, true)]
    [InlineData("\"a\"\nBye.", false, true)]
    [InlineData("Sure:\n\"a\"\nBye.", false, true)]
    [InlineData("Sure:\n*\"a\"*", false, true)]
    [InlineData("*\"a\"*\nBye.", false, true)]
    [InlineData("Sure:\n*\"a\"*\nBye.", false, true)]
    [InlineData("Sure:\nwell:\n\"a\"", false, false)]
    [InlineData("a", false, false)]
    public void Grade_loose_forgives_stars_and_one_line_at_either_end(string reply, bool strict, bool loose)
    {
        GradedReply graded = GradedReply.Grade(InstructionDocuments.Of((Quotation, "{}")), reply);
        Assert.Equal([strict], graded.Strict);
        Assert.Equal([loose], graded.Loose);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n\u00a0\u001c")]
    public void Grade_blank_reply_follows_nothing(string reply)
    {
        GradedReply graded = GradedReply.Grade(InstructionDocuments.Of(("punctuation:no_comma", "{}"), (Quotation, "{}")), reply);
        Assert.Equal([false, false], graded.Strict);
        Assert.Equal([false, false], graded.Loose);
    }

    /// <summary>Without its stars nothing is left, and a blank variant follows nothing either.</summary>
    [Fact]
    public void Grade_blank_variant_follows_nothing() => Assert.Equal(
        [false], GradedReply.Grade(InstructionDocuments.Of(("keywords:existence", """{"keywords": ["^$"]}""")), "**").Loose);

    [Fact]
    public void Of_one_outcome_is_graded_once()
    {
        DocumentOutcome.Generated outcome = new(InstructionDocuments.Of((Quotation, "{}")), ["\"a\""], []);
        Assert.Same(GradedReply.Of(outcome), GradedReply.Of(outcome));
        Assert.NotSame(GradedReply.Of(outcome), GradedReply.Of(outcome with { }));
    }
}
