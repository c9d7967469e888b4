using ModelGate.Gate.Gates;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy.Similarity;

namespace ModelGate.Gate.Tests.Gates;

public sealed class SimilaritySubjectsTests
{
    private static readonly AnswerSimilarity Chat = Answers("chat", 0.9, isScored: false), Sums = Answers("sums", 0.4, isScored: true);

    [Fact]
    public void Of_takes_the_tasks_that_are_never_scored()
    {
        GateSubject.Estimated only = Assert.IsType<GateSubject.Estimated>(Assert.Single(SimilaritySubjects.Of(Rule(), [Sums, Chat])));
        Assert.Equal("chat", only.Name);
        Assert.Equal(0.9, only.Estimate.Value, 1e-12);
    }

    [Fact]
    public void Of_takes_all_where_every_task_is_scored()
    {
        GateSubject.Estimated all = Assert.IsType<GateSubject.Estimated>(Assert.Single(SimilaritySubjects.Of(Rule(), [Sums])));
        Assert.Equal("sums", all.Name);
    }

    [Fact]
    public void Of_takes_the_tasks_that_are_named_and_misses_others()
    {
        IReadOnlyList<GateSubject> subjects = SimilaritySubjects.Of(Rule() with { Tasks = ["sums", "nothing"] }, [Sums, Chat]);
        Assert.Equal("sums", Assert.IsType<GateSubject.Estimated>(subjects[0]).Name);
        Assert.Equal("nothing", Assert.IsType<GateSubject.Missing>(subjects[1]).Name);
    }

    [Fact]
    public void Of_per_task_judges_each()
    {
        GateRule rule = Rule() with { Tasks = ["chat", "sums"], Per = GateScope.Task };
        Assert.Equal(["sums", "chat"], SimilaritySubjects.Of(rule, [Sums, Chat]).Select(subject => subject.Name));
    }

    /// <summary>A model compared with itself is exactly 1, and the gate still knows how few prompts it saw.</summary>
    [Theory]
    [InlineData(1000, 0.99, "pass")]
    [InlineData(20, 0.99, "undecided")]
    public void A_gate_on_equal_answers_passes_when_there_are_enough(int prompts, double limit, string expected)
    {
        AnswerSimilarity same = new(
            "chat", new Dictionary<Metric, double[]> { [Metric.RougeL] = [.. Enumerable.Repeat(1.0, prompts)] }, false);
        GateRule rule = Rule() with { Bound = new Bound.AtLeast(limit) };
        Verdict verdict = Verdict.Decide(
            [rule], new GateInputs([new CandidateInputs("same") { Similarities = [same] }]), OnInconclusive.Report);
        Assert.Equal(expected, verdict.Findings[0].Outcome.Class.ToString().ToLowerInvariant());
        Assert.Equal(1, verdict.Findings[0].Measured!.Value);
    }

    private static AnswerSimilarity Answers(string task, double value, bool isScored) => new(
        task, new Dictionary<Metric, double[]> { [Metric.RougeL] = [.. Enumerable.Repeat(value, 10)] }, isScored);

    private static GateRule Rule() => new()
    {
        Metric = Metric.RougeL, Bound = new Bound.AtLeast(0.5), Confidence = 0.95, At = new("quantgate.yml", 1, 1),
    };
}
