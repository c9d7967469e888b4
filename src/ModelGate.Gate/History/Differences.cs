using ModelGate.Gate.Records;

namespace ModelGate.Gate.History;

/// <summary>Every number of a run beside the base run's.</summary>
internal static class Differences
{
    public static IEnumerable<Delta> Of(RunRecord current, RunRecord before)
    {
        var comparability = new Comparability(current, before);
        foreach (CandidateRecord now in current.Candidates)
        {
            CandidateRecord? then = before.Candidates.FirstOrDefault(candidate => candidate.Name == now.Name);
            foreach (Delta delta in (IEnumerable<Delta>)
                [
                    .. Suites(now, then, comparability), .. Tasks(now, then, comparability), .. Texts(now, then, comparability),
                    Size(now, then, comparability), .. Scenarios(now, then, comparability),
                ])
            {
                yield return delta;
            }
        }
    }

    private static IEnumerable<Delta> Suites(CandidateRecord now, CandidateRecord? then, Comparability comparability) =>
        from suite in now.Suites
        where suite.Recovery is not null
        let prior = then?.Suites.FirstOrDefault(other => other.Suite == suite.Suite)
        select new Delta(now.Name, suite.Suite, suite.Recovery!, Changed(
            suite.Recovery!, prior?.Recovery, () => comparability.Suite(now, suite, then!, prior!)));

    private static IEnumerable<Delta> Tasks(CandidateRecord now, CandidateRecord? then, Comparability comparability) =>
        from task in now.Tasks
        where task.Recovery is not null
        let prior = then?.Tasks.FirstOrDefault(other => other.Task == task.Task)
        select new Delta(now.Name, task.Task, task.Recovery!, Changed(
            task.Recovery!, prior?.Recovery, () => comparability.Task(task, prior!)));

    private static IEnumerable<Delta> Texts(CandidateRecord now, CandidateRecord? then, Comparability comparability)
    {
        // A metric may stand there once for each rolling task, in the policy's order.
        foreach (IGrouping<string, MeasuredRecord> metric in now.Texts.GroupBy(measured => measured.Metric))
        {
            MeasuredRecord[] priors = [.. (then?.Texts ?? []).Where(measured => measured.Metric == metric.Key)];
            foreach ((int rank, MeasuredRecord measured) in metric.Index())
            {
                yield return new Delta(now.Name, "", measured, Changed(
                    measured, rank < priors.Length ? priors[rank] : null, () => comparability.Texts));
            }
        }
    }

    private static Delta Size(CandidateRecord now, CandidateRecord? then, Comparability comparability)
    {
        MeasuredRecord size = SizeOf(now);
        return new Delta(now.Name, "", size, Changed(size, then is null ? null : SizeOf(then), () => comparability.Whole));
    }

    private static MeasuredRecord SizeOf(CandidateRecord candidate) => new(
        "size-ratio", "Ratio", candidate.SizeRatio, 1, candidate.SizeRatio, candidate.SizeRatio, 1, "exact",
        candidate.SizeRatio.ToString("F4", System.Globalization.CultureInfo.InvariantCulture), []);

    private static IEnumerable<Delta> Scenarios(CandidateRecord now, CandidateRecord? then, Comparability comparability) =>
        from scenario in now.Model.Scenarios
        let prior = then?.Model.Scenarios.FirstOrDefault(other => other.Scenario == scenario.Scenario && other.Mode == scenario.Mode)
        from measured in scenario.Measured
        let before = prior?.Measured.FirstOrDefault(other => other.Metric == measured.Metric)
        select new Delta(now.Name, scenario.Scenario, measured, Changed(
            measured, before, () => comparability.Scenario(scenario, prior!)));

    private static Change Changed(MeasuredRecord now, MeasuredRecord? before, Func<string?> obstacle) => before is null
        ? new Change.Absent()
        : obstacle() is { } why ? new Change.NotComparable(why)
        : before.Unit != now.Unit ? new Change.NotComparable("another unit")
        : new Change.Known(before, now.Value - before.Value);
}
