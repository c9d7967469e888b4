using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>How a cell reads at a glance.</summary>
public enum Tone
{
    Neutral,
    Good,
    Doubtful,
    Bad,
    Faint,
}

public sealed record Cell(string Text, Tone Tone = Tone.Neutral)
{
    /// <summary>The text with a mark that says without colour what the colour says.</summary>
    public string Marked => Tone switch
    {
        Tone.Good => $"✔ {Text}",
        Tone.Bad => $"✘ {Text}",
        Tone.Doubtful => $"? {Text}",
        _ => Text,
    };
}

/// <param name="Title">Of the row; indented rows belong to the row above them.</param>
public sealed record Row(string Title, bool IsMember, IReadOnlyList<Cell> Cells);

/// <summary>
/// What every surface shows of a run, laid out once: a headline, the findings that need eyes, and one table of models by measurements.
/// </summary>
public sealed record ReportView
{
    /// <summary>What the table's rows hold.</summary>
    public const string Legend =
        "Suites and tasks: recovery of the baseline's score (documents). Scenarios: prompt + answer tokens × requests.";

    /// <summary>What the policy's own gates say.</summary>
    public required string Headline { get; init; }

    public required Tone HeadlineTone { get; init; }

    /// <summary>
    /// The first line: that the change loosens its own gate, where it does so and nobody may; else <see cref="Headline"/>.
    /// </summary>
    public required string Title { get; init; }

    public required Tone TitleTone { get; init; }

    /// <summary>The title's first word.</summary>
    public required string Word { get; init; }

    /// <summary>What the change does to its own gate: first what needs an acceptance, then what the base allows.</summary>
    public required IReadOnlyList<PolicyChangeRecord> Changes { get; init; }

    /// <summary>Of the base's gates where it has other ones, those that did not pass.</summary>
    public required IReadOnlyList<FindingRecord> OpenInBase { get; init; }

    /// <summary>Findings that did not pass, worst first.</summary>
    public required IReadOnlyList<FindingRecord> Open { get; init; }

    public required IReadOnlyList<FindingRecord> Passed { get; init; }

    /// <summary>Titles of the table's columns: the baseline, then each candidate.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    public required IReadOnlyList<Row> Rows { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public static ReportView Of(RunRecord record)
    {
        FindingRecord[] open = [.. record.Findings.Where(finding => finding.Class != "pass")];
        string headline = HeadlineOf(record);
        bool isLoosened = record.PolicyComparison is { NeedsAcceptance: true };
        return new ReportView
        {
            Headline = headline,
            HeadlineTone = ToneOf(record.Verdict.Effective),
            Title = isLoosened
                ? $"FAILED: {PolicyChangeText.Summary(record.PolicyComparison!)}. By its own policy: {headline}"
                : headline,
            TitleTone = isLoosened ? Tone.Bad : ToneOf(record.Verdict.Effective),
            Word = isLoosened ? "FAILED" : record.Verdict.Effective.ToUpperInvariant(),
            Changes = [.. (record.PolicyComparison?.Changes ?? []).OrderBy(change => change.IsAllowed)],
            OpenInBase = record.PolicyComparison is { Changes.Count: > 0 } comparison
                ? [.. comparison.Findings.Where(finding => finding.Class != "pass")]
                : [],
            Open = open,
            Passed = [.. record.Findings.Where(finding => finding.Class == "pass")],
            Columns = ["baseline", .. record.Candidates.Select(candidate => candidate.Name)],
            Rows = [.. TableRows.Of(record)],
            Notes = NotesOf(record),
        };
    }

    public static Tone ToneOf(string outcome) => outcome switch
    {
        "passed" or "pass" => Tone.Good,
        "failed" or "fail" => Tone.Bad,
        _ => Tone.Doubtful,
    };

    /// <summary>The candidate's outcome over all gates that are for it.</summary>
    public static string OutcomeOf(RunRecord record, string candidate)
    {
        string[] classes = [.. record.Findings.Where(finding => finding.Candidate == candidate).Select(finding => finding.Class)];
        return classes.Contains("fail") ? "failed"
            : classes.Contains("undecided") ? "inconclusive"
            : classes.Length == 0 ? "not gated"
            : "passed";
    }

    private static string HeadlineOf(RunRecord record)
    {
        string[] Named(string outcome) => [.. record.CandidateNames.Where(name => OutcomeOf(record, name) == outcome)];

        List<string> parts = [];
        foreach (string outcome in (string[])["failed", "inconclusive", "passed"])
        {
            if (Named(outcome) is { Length: > 0 } found) parts.Add($"{string.Join(", ", found)} {outcome}");
        }

        int count = record.Findings.Count, passed = record.Findings.Count(finding => finding.Class == "pass");
        string gates = string.Create(CultureInfo.InvariantCulture, $"{passed} of {count} {(count == 1 ? "finding" : "findings")} passed");
        string word = record.Verdict.Effective.ToUpperInvariant();
        string by = record.Verdict.Effective == record.Verdict.Outcome
            ? ""
            : $" (inconclusive counts as {record.Verdict.Effective} by policy)";
        return $"{word}{by}: {string.Join("; ", parts)} ({gates})";
    }

    private static IReadOnlyList<string> NotesOf(RunRecord record)
    {
        var notes = new List<string>(record.Notes);
        foreach (TaskComparisonRecord task in record.Candidates.SelectMany(candidate => candidate.Tasks).DistinctBy(task => task.Task))
        {
            if (task.BaselineIsAboveChance != false) continue;
            double? chance = record.Baseline.Tasks.FirstOrDefault(score => score.Task == task.Task)?.Chance;
            string against = chance is null ? "" : $" against {Percent(chance)}";
            notes.Add(
                $"{task.Task}: the baseline is not above chance ({Percent(task.BaselineScore)}{against}); "
                + "its recovery says nothing, yet it moves a suite's mean.");
        }

        TaskScoreRecord[] prefixes = [.. record.Baseline.Tasks.Where(task => task.IsPrefix)];
        if (prefixes.Length > 0)
        {
            notes.Add(
                $"{Names(prefixes)}: only the first {Count(prefixes.Sum(task => task.Documents))} documents were seen; "
                + "such a result cannot pass a gate.");
        }

        TaskScoreRecord[] cut = [.. record.Baseline.Tasks.Where(task => task.TruncatedDocuments > 0)];
        if (cut.Length > 0)
        {
            notes.Add(
                $"{Names(cut)}: {Count(cut.Sum(task => task.TruncatedDocuments))} documents were cut from the left "
                + "to fit the model's context.");
        }

        (string Model, TaskScoreRecord Task)[] scores =
        [
            .. record.Baseline.Tasks.Select(task => ("baseline", task)),
            .. record.Candidates.SelectMany(candidate => candidate.Model.Tasks.Select(task => (candidate.Name, task))),
        ];
        notes.AddRange(scores.Where(score => score.Task.UndecidedAnswers > 0).Select(score =>
            $"{score.Task.Task}, {score.Model}: {Count(score.Task.UndecidedAnswers)} of {Count(score.Task.Documents)} answers "
            + "could not be told right from wrong and count as wrong."));
        notes.AddRange(scores.Where(score => score.Task.Judging is not null).Select(score => JudgingNote.Of(score.Model, score.Task)));

        foreach (SuiteRecord suite in record.Candidates.SelectMany(candidate => candidate.Suites).DistinctBy(suite => suite.Suite))
        {
            int? judged = record.Findings
                .Where(finding => finding.Metric == "recovery" && finding.Subject == suite.Suite)
                .Select(finding => finding.Measured?.Samples)
                .FirstOrDefault(samples => samples < suite.Documents);
            if (judged is null) continue;
            notes.Add(
                $"{suite.Suite}: the table's mean is over all {suite.Documents} documents; "
                + $"gates with 'where-baseline-above' judge {judged} of them.");
        }

        foreach (CandidateRecord candidate in record.Candidates)
        {
            foreach (var note in candidate.Quantization?.Notes ?? []) notes.Add($"{candidate.Name}: {note.Text}");
            foreach (var module in (candidate.Quantization?.Modules ?? []).Where(module => module.Notes.Count > 0))
            {
                notes.AddRange(module.Notes.Select(note => $"{candidate.Name}: {module.Module}: {note}"));
            }
        }

        notes.AddRange(record.Baseline.Scenarios.Where(s => s.Scaled is not null).Select(s => s.Scaled!));
        return [.. notes.Select(note => note.TrimEnd('.') + ".").Distinct()];
    }

    private static string Names(TaskScoreRecord[] tasks) => tasks.Length <= 3
        ? string.Join(", ", tasks.Select(task => task.Task))
        : $"{tasks[0].Task} and {tasks.Length - 1} other tasks";

    private static string Count(int count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Without decimals that say nothing: <c>90 %</c>.</summary>
    internal static string Whole(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    internal static string Percent(double? share) =>
        share is { } value ? (value * 100).ToString("F1", CultureInfo.InvariantCulture) + " %" : "–";
}
