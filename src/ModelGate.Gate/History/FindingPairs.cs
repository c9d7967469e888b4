using ModelGate.Gate.Records;

namespace ModelGate.Gate.History;

/// <summary>
/// Which finding of the base run answers the same question: the same gate on the same candidate and subject; where a gate's bound changed,
/// the one that is left on that metric.
/// </summary>
internal sealed class FindingPairs
{
    private readonly Dictionary<FindingRecord, FindingRecord> pairs = new(ReferenceEqualityComparer.Instance);
    private readonly List<FindingRecord> unmatched;

    public FindingPairs(IReadOnlyList<FindingRecord> current, IReadOnlyList<FindingRecord> before)
    {
        unmatched = [.. before];
        Pair(current, (now, then) => Asks(now, then) && now.Gate == then.Gate);
        Pair(current, Asks);
    }

    /// <summary>Of the base run, with no partner now.</summary>
    public IReadOnlyList<FindingRecord> Unmatched => unmatched;

    /// <summary>Null where the base run did not judge this.</summary>
    public string? ClassOf(FindingRecord finding) => pairs.GetValueOrDefault(finding)?.Class;

    private static bool Asks(FindingRecord now, FindingRecord then) =>
        now.Candidate == then.Candidate && now.Metric == then.Metric && now.Subject == then.Subject;

    private void Pair(IReadOnlyList<FindingRecord> current, Func<FindingRecord, FindingRecord, bool> isSame)
    {
        foreach (FindingRecord finding in current.Where(finding => !pairs.ContainsKey(finding)))
        {
            if (unmatched.Find(then => isSame(finding, then)) is not { } then) continue;
            pairs[finding] = then;
            unmatched.Remove(then);
        }
    }
}
