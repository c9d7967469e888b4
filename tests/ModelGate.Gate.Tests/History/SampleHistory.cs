using ModelGate.Gate.History;
using ModelGate.Gate.Tests.Reporters;

namespace ModelGate.Gate.Tests.History;

/// <summary>Runs over some days; behind the third the documents are others, and int4 gets worse.</summary>
internal static class SampleHistory
{
    public static IReadOnlyList<HistoryEntry> Entries { get; } =
    [
        Entry(0, "passed", "old", 0.995), Entry(1, "passed", "old", 0.994), Entry(2, "inconclusive", "old", 0.985),
        Entry(3, "failed", "new", 0.961), Entry(4, "failed", "new", 0.962), Entry(5, "passed", "new", 0.993),
    ];

    private static HistoryEntry Entry(int day, string verdict, string inputs, double recovery)
    {
        var entry = HistoryEntry.Of(SampleRun.Failed, new string((char)('a' + day), 40));
        return entry with
        {
            Run = $"run {day}",
            StartedUtc = new DateTimeOffset(2026, 1, 1 + day, 12, 0, 0, TimeSpan.Zero),
            Verdict = verdict,
            Candidates =
            [
                .. entry.Candidates.Select(candidate => candidate with
                {
                    Suites =
                    [
                        new HistorySuite("suite", inputs, 740,
                            candidate.Name == "fp8" ? new(1.001, 0.996, 1.007) : new(recovery, recovery - 0.008, recovery + 0.008)),
                    ],
                }),
            ],
        };
    }
}
