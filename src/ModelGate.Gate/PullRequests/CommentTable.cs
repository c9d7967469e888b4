using System.Globalization;
using ModelGate.Gate.History;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.PullRequests;

/// <summary>The one table: a row for each candidate and suite.</summary>
internal static class CommentTable
{
    private const int MostCharacters = 80;

    /// <summary>Scenarios named in a cell.</summary>
    private const int MostScenarios = 3;

    public static IEnumerable<string> Lines(RunRecord record, RunComparison? comparison, CommentBudget budget)
    {
        string[] rows = [.. record.Candidates.SelectMany(candidate => Rows(record, candidate, comparison))];
        string[] shown = [.. rows.Take(budget.MostItems)];
        if (shown.Length == 0) return [];
        bool hasScenarios = record.Candidates.Any(candidate => candidate.Model.Scenarios.Count > 0);
        bool isEmulated = record.Candidates.SelectMany(candidate => candidate.Model.Scenarios).Any(scenario => scenario.IsEmulated);
        string[] titles =
        [
            "candidate", "suite", "recovery", $"{ReportView.Whole((2 * record.Policy.Confidence) - 1)} interval",
            .. comparison is null ? [] : (string[])["to base"], "size",
            .. hasScenarios ? (string[])["cost", "latency"] : [],
        ];
        string baseline = comparison is null ? "" : " *To base*: change in points since the base branch's last run.";
        string emulated = isEmulated ? " *Emulated*: the engine only emulates the format's arithmetic; time and cost are not gated." : "";
        string times = hasScenarios
            ? " Cost and latency: so many times better than the baseline's (queries per USD; median from request to last token)."
            : "";
        return
        [
            $"| {string.Join(" | ", titles)} |",
            $"|{string.Concat(titles.Select(_ => "---|"))}",
            .. shown,
            "",
            $"<sub>Recovery of the baseline's score (documents).{baseline} Size: of the tensors, as a share of the baseline's.{times}"
            + $"{emulated}</sub>",
            "",
        ];
    }

    private static IEnumerable<string> Rows(RunRecord record, CandidateRecord candidate, RunComparison? comparison)
    {
        string outcome = ReportView.OutcomeOf(record, candidate.Name);
        string mark = outcome switch { "passed" => "✔\u00A0", "failed" => "✘\u00A0", "inconclusive" => "?\u00A0", _ => "" };
        string[] name = [mark + Text(candidate.Name)];
        bool hasScenarios = record.Candidates.Any(other => other.Model.Scenarios.Count > 0);
        string[] whole =
        [
            $"{Mark(record, candidate.Name, "all", "size-ratio")}{MeasuredText.Value("Ratio", candidate.SizeRatio, 3)}",
            .. hasScenarios
                ? (string[])
                [
                    Scenarios(record, candidate, "cost-reduction", "queries-per-usd"), Scenarios(record, candidate, "speedup", "e2e-p50"),
                ]
                : [],
        ];
        if (candidate.Suites.Count == 0)
        {
            string[] none = comparison is null ? ["–", "–", ""] : ["–", "–", "", ""];
            return [Row([.. name, .. none, .. whole])];
        }

        // What is the candidate's as a whole stands in its first row.
        return candidate.Suites.Select((suite, rank) => Row(
        [
            .. rank == 0 ? name : [""],
            $"{Text(suite.Suite)} ({suite.Documents.ToString("N0", CultureInfo.InvariantCulture)})",
            suite.Recovery is { } value
                ? Mark(record, candidate.Name, suite.Suite, "recovery") + MeasuredText.Value(value)
                : "baseline scores 0",
            suite.Recovery is { } measured ? MeasuredText.Bounds(measured) : "",
            .. comparison is null ? [] : (string[])[ToBase(comparison, candidate.Name, suite)],
            .. rank == 0 ? whole : whole.Select(_ => ""),
        ]));
    }

    private static string ToBase(RunComparison comparison, string candidate, SuiteRecord suite) =>
        comparison.Find(candidate, suite.Suite, "recovery") switch
        {
            Change.Known known => MeasuredText.Difference("Percent", known.Difference),
            Change.NotComparable => "not comparable",
            Change.Absent => "new",
            _ => "–",
        };

    /// <summary>Ratio to the baseline and the number behind it, for each scenario.</summary>
    private static string Scenarios(RunRecord record, CandidateRecord candidate, string ratio, string number)
    {
        string Of(ScenarioRecord scenario)
        {
            MeasuredRecord? Find(string metric) => scenario.Measured.FirstOrDefault(measured => measured.Metric == metric);
            string text = (Find(ratio), Find(number)) switch
            {
                (null, null) => "–",
                ({ } times, null) => Times(times),
                (null, { } found) => MeasuredText.Value(found),
                ({ } times, { } found) => $"{Times(times)} ({MeasuredText.Value(found)})",
            };
            string name = record.Baseline.Scenarios.Count > 1 ? $"{Text(scenario.Scenario)}: " : "";
            return $"{name}{text}{(scenario.IsEmulated && text != "–" ? " *emulated*" : "")}";
        }

        static string Times(MeasuredRecord times) => MeasuredText.Value("Ratio", times.Value, 2) + "\u00A0×";

        IReadOnlyList<ScenarioRecord> scenarios = candidate.Model.Scenarios;
        string more = scenarios.Count > MostScenarios ? $"<br>and {scenarios.Count - MostScenarios} more" : "";
        return scenarios.Count == 0 ? "–" : string.Join("<br>", scenarios.Take(MostScenarios).Select(Of)) + more;
    }

    private static string Mark(RunRecord record, string candidate, string subject, string metric)
    {
        string[] classes =
        [
            .. record.Findings
                .Where(finding => finding.Candidate == candidate && finding.Metric == metric && finding.Subject == subject)
                .Select(finding => finding.Class),
        ];
        return classes.Length == 0 ? ""
            : classes.Contains("fail") ? "✘\u00A0"
            : classes.All(@class => @class == "pass") ? "✔\u00A0"
            : "?\u00A0";
    }

    private static string Text(string text) => MarkdownText.Short(text, MostCharacters);

    private static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";
}
