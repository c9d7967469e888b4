using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Tests.Accuracy.Results;

public sealed class PairedScoresTests
{
    private static SampleRecord Record(int id, string hash, double score, string? prompt = "p", string filter = "none") =>
        new(id, filter, hash, prompt, null, new Dictionary<string, SampleValue> { ["acc"] = new(score) }, null);

    private static PairedScores Pair(SampleRecord[] baseline, SampleRecord[] candidate, bool allow = false) =>
        PairedScores.Pair("task", "acc", "none", baseline, candidate, new("results.json"), allow);

    [Fact]
    public void Pair_matches_by_hash_and_equal_hashes_in_order_of_ids()
    {
        PairedScores pairs = Pair(
            [Record(2, "x", 0.2), Record(0, "x", 0.0), Record(1, "y", 0.1), Record(5, "z", 1), Record(0, "x", 9, filter: "other")],
            [Record(10, "y", 1.1), Record(11, "x", 1.0), Record(12, "x", 1.2), Record(13, "x", 1.3), Record(14, "w", 1)]);
        Assert.Equal(
            [(0, 0.0, 1.0), (1, 0.1, 1.1), (2, 0.2, 1.2)],
            pairs.Documents.Select(pair => (pair.DocumentId, pair.Baseline.Value, pair.Candidate.Value)));
        Assert.Equal((1, 2), (pairs.OnlyBaseline, pairs.OnlyCandidate));
    }

    [Fact]
    public void Pair_different_prompts_are_refused_unless_allowed()
    {
        SampleRecord[] baseline = [Record(0, "x", 1), Record(1, "y", 1)], candidate = [Record(0, "x", 1, "q"), Record(1, "y", 1)];
        Diagnostic found = Assert.Throws<DiagnosticException>(() => Pair(baseline, candidate)).Diagnostics[0];
        Assert.Equal(TaskCodes.DifferentPrompts, found.Code);
        Assert.Contains("1 of 2", found.Problem, StringComparison.Ordinal);
        Assert.Equal(2, Pair(baseline, candidate, allow: true).Documents.Count);
        Assert.Single(Pair([Record(0, "x", 1, null)], [Record(0, "x", 1, "q")]).Documents);
    }

    [Fact]
    public void Pair_nothing_in_common_is_refused() => Assert.Equal(
        TaskCodes.NothingToPair,
        Assert.Throws<DiagnosticException>(() => Pair([Record(0, "x", 1)], [Record(0, "y", 1)])).Diagnostics[0].Code);
}
