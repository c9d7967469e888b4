using ModelGate.Gate.Policies;
using ModelGate.Measurement;

namespace ModelGate.Gate.Tests.Policies;

public sealed class SimilarityPolicyTests
{
    private const string Both =
        "  - {metric: bertscore, at-least: 90%}\n  - {metric: sts, at-least: 95%}\n  - {metric: bertscore, at-least: 80%}\n";

    [Fact]
    public void NeededBy_names_the_papers_encoders_once_each()
    {
        EncoderEntry[] needed = [.. Needed("", Both)];
        Assert.Equal(
            [(Metric.BertScore, "hf:FacebookAI/roberta-large", 17), (Metric.Sts, "hf:sentence-transformers/all-MiniLM-L6-v2", (int?)null)],
            needed.Select(encoder => (encoder.Metric, encoder.Model.Value.ToString()!, encoder.Layer)));
        Assert.Equal(["roberta-large", "all-MiniLM-L6-v2"], needed.Select(encoder => encoder.Name));
        Assert.Equal([7, 8], needed.Select(encoder => encoder.Model.At.Line));
    }

    [Fact]
    public void NeededBy_takes_what_the_policy_names()
    {
        EncoderEntry[] needed =
            [.. Needed("similarity: {bertscore-model: /models/roberta-base/, bertscore-layer: 3, sts-model: 'hf:a/b@main'}, ", Both)];
        Assert.Equal(("roberta-base", 3), (needed[0].Name, needed[0].Layer));
        Assert.Equal("hf:a/b@main", needed[1].Model.Value.ToString());
        Assert.Equal(5, needed[0].Model.At.Line);
        Assert.Equal(10, Needed("similarity: {bertscore-model: /models/roberta-base}, ", Both).First().Layer);
        Assert.Null(Needed("similarity: {bertscore-model: ../mine}, ", Both).First().Layer);
    }

    [Fact]
    public void NeededBy_other_gates_is_none() => Assert.Empty(Needed("", "  - {metric: rouge-l, at-least: 50%}\n"));

    [Theory]
    [InlineData("{bertscore-model: demo}", "QG0113", "no encoder")]
    [InlineData("{sts-model: 'hf:x'}", "QG0113", "hf:OWNER/NAME")]
    [InlineData("{bertscore-layer: 0}", "QG0106", "'bertscore-layer'")]
    [InlineData("{bertscore-modle: x}", "QG0103", "bertscore-model")]
    public void Parse_wrong_encoder_is_refused_with_a_place(string similarity, string code, string says)
    {
        string found = PolicyText.Problems(Text($"similarity: {similarity}, ", Both));
        Assert.StartsWith("quantgate.yml(5,", found, StringComparison.Ordinal);
        Assert.Contains(code, found, StringComparison.Ordinal);
        Assert.Contains(says, found, StringComparison.Ordinal);
    }

    private static IEnumerable<EncoderEntry> Needed(string similarity, string gates)
    {
        Policy policy = PolicyText.Read(Text(similarity, gates));
        return policy.Similarity.NeededBy(policy.Gates);
    }

    private static string Text(string similarity, string gates) =>
        $"version: 1\nmodel: demo\ncandidates:\n  fp8: {{scheme: w8a8-fp8}}\naccuracy: {{{similarity}tasks: demo}}\ngates:\n{gates}";
}
