using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>The rows of the one table: verdict, suites with their tasks, texts, size, scenarios.</summary>
internal static class TableRows
{
    public static IEnumerable<Row> Of(RunRecord record) =>
    [
        Verdicts(record),
        .. Recoveries(record),
        .. Texts(record),
        Sizes(record),
        .. Scenarios(record),
    ];

    private static Row Verdicts(RunRecord record) => new("verdict", false,
    [
        new Cell("", Tone.Faint),
        .. record.Candidates
            .Select(candidate => ReportView.OutcomeOf(record, candidate.Name))
            .Select(outcome => new Cell(outcome, ReportView.ToneOf(outcome))),
    ]);

    private static IEnumerable<Row> Recoveries(RunRecord record)
    {
        string[] suites = [.. record.Candidates.SelectMany(candidate => candidate.Suites).Select(suite => suite.Suite).Distinct()];
        foreach (string name in suites)
        {
            SuiteRecord first = record.Candidates.SelectMany(candidate => candidate.Suites).First(suite => suite.Suite == name);
            yield return new Row($"{name}, mean ({Count(first.Documents)})", false,
            [
                new Cell(ReportView.Percent(first.BaselineScore), Tone.Faint),
                .. record.Candidates.Select(candidate => Recovery(
                    record, candidate, candidate.Suites.FirstOrDefault(suite => suite.Suite == name)?.Recovery, name)),
            ]);
            foreach (string task in first.Tasks) yield return TaskRow(record, task);
        }
    }

    private static Row TaskRow(RunRecord record, string task)
    {
        TaskComparisonRecord? sample = record.Candidates.SelectMany(c => c.Tasks).FirstOrDefault(t => t.Task == task);
        string title = sample is null ? task : $"{task} ({Count(sample.Documents)})";
        return new Row(title, true,
        [
            new Cell(ReportView.Percent(sample?.BaselineScore), Tone.Faint),
            .. record.Candidates.Select(candidate => Recovery(
                record, candidate, candidate.Tasks.FirstOrDefault(t => t.Task == task)?.Recovery, task)),
        ]);
    }

    private static Cell Recovery(RunRecord record, CandidateRecord candidate, MeasuredRecord? recovery, string subject) =>
        recovery is null
            ? new Cell("–", Tone.Faint)
            : new Cell(WithInterval(recovery, 100, "F1", " %"), Worst(record, candidate.Name, subject, "recovery"));

    private static IEnumerable<Row> Texts(RunRecord record)
    {
        string[] names = [.. record.Candidates.SelectMany(candidate => candidate.Texts).Select(measured => measured.Metric).Distinct()];
        foreach (string name in names)
        {
            yield return new Row(name == "kl" ? "kl, nats" : name, false,
            [
                new Cell("", Tone.Faint),
                .. record.Candidates.Select(candidate => candidate.Texts.FirstOrDefault(measured => measured.Metric == name) is { } measured
                    ? new Cell(Interval(measured), Worst(record, candidate.Name, null, name))
                    : new Cell("–", Tone.Faint)),
            ]);
        }
    }

    private static Row Sizes(RunRecord record) => new("size, MB (ratio)", false,
    [
        new Cell(Megabytes(record.Baseline.TensorBytes), Tone.Faint),
        .. record.Candidates.Select(candidate => new Cell(
            $"{Megabytes(candidate.Model.TensorBytes)} ({candidate.SizeRatio.ToString("F3", CultureInfo.InvariantCulture)})",
            Worst(record, candidate.Name, null, "size-ratio"))),
    ]);

    private static IEnumerable<Row> Scenarios(RunRecord record)
    {
        foreach (ScenarioRecord scenario in record.Baseline.Scenarios)
        {
            yield return new Row($"{scenario.Scenario}, {scenario.PrefillTokens} + {scenario.DecodeTokens} × {scenario.Requests}", false,
                [.. Enumerable.Repeat(new Cell(""), record.Candidates.Count + 1)]);
            IEnumerable<ScenarioRecord> sides =
                [
                    scenario,
                    .. record.Candidates
                        .SelectMany(candidate => candidate.Model.Scenarios)
                        .Where(other => other.Scenario == scenario.Scenario),
                ];
            foreach (string metric in sides.SelectMany(side => side.Measured).Select(measured => measured.Metric).Distinct())
            {
                yield return new Row(metric, true,
                [
                    TimeCell(scenario, metric),
                    .. record.Candidates.Select(candidate => TimeCell(
                        candidate.Model.Scenarios.FirstOrDefault(s => s.Scenario == scenario.Scenario), metric)),
                ]);
            }
        }
    }

    private static Cell TimeCell(ScenarioRecord? scenario, string metric)
    {
        if (scenario?.Measured.FirstOrDefault(measured => measured.Metric == metric) is not { } found) return new Cell("–", Tone.Faint);
        string text = found.Unit is "TokensPerSecond" or "QueriesPerUsd" ? found.Value.ToString("N0", CultureInfo.InvariantCulture)
            : found.Unit == "Ratio" ? found.Value.ToString("F2", CultureInfo.InvariantCulture) + " ×"
            : found.Text;
        return scenario.IsEmulated ? new Cell($"{text} (emulated)", Tone.Faint) : new Cell(text);
    }

    /// <summary>The tone of the worst finding about this subject; neutral where no gate is about it.</summary>
    internal static Tone Worst(RunRecord record, string candidate, string? subject, string metric)
    {
        string[] classes =
        [
            .. record.Findings
                .Where(f => f.Candidate == candidate && f.Metric == metric && (subject is null || f.Subject == subject))
                .Select(f => f.Class),
        ];
        return classes.Length == 0 ? Tone.Neutral
            : classes.Contains("fail") ? Tone.Bad
            : classes.Contains("undecided") ? Tone.Doubtful
            : Tone.Good;
    }

    private static string WithInterval(MeasuredRecord measured, double scale, string format, string unit)
    {
        string Number(double value) => (value * scale).ToString(format, CultureInfo.InvariantCulture);
        string interval = measured is { Low: { } low, High: { } high } ? $" [{Number(low)}, {Number(high)}]" : "";
        return Number(measured.Value) + unit + interval;
    }

    internal static string Interval(MeasuredRecord measured) => measured.Unit switch
    {
        "Percent" => WithInterval(measured, 100, "F1", " %"),
        "Ratio" => WithInterval(measured, 1, "F4", ""),
        "Nats" => WithInterval(measured, 1, "F5", ""),
        _ => measured.Text,
    };

    internal static string Megabytes(long bytes) => (bytes / 1e6).ToString("F2", CultureInfo.InvariantCulture);

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
