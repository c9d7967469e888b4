using System.Globalization;
using System.Text.RegularExpressions;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;
using ModelGate.Quantization;

namespace ModelGate.Gate.Promotion;

/// <summary>
/// The promoted folder's <c>README.md</c>: front matter in the Hub's words, then what was made, what was measured, what that does not say,
/// and how anybody can check it.
/// </summary>
internal static partial class ModelCard
{
    private const string EarlierCard =
        $"The card that the checkpoint came with: [{CheckpointFolder.EarlierCard}]({CheckpointFolder.EarlierCard}).";

    /// <param name="hasEarlierCard">The checkpoint brought a card of its own, which is kept beside.</param>
    public static string Of(GatedRun run, CandidateVerdict verdict, bool hasEarlierCard)
    {
        RunRecord record = OfOne(run.Record, verdict);
        ReportView view = ReportView.Of(record);
        CandidateRecord candidate = verdict.Candidate;
        string[] lines =
        [
            .. FrontMatter(record, candidate),
            $"# {MarkdownText.Escape(candidate.Name)}: {MarkdownText.Escape(record.Baseline.Source)}"
                + $"{(candidate.Quantization is { } made ? $" as {MarkdownText.Escape(made.Recipe.Scheme)}" : "")}",
            "",
            Headline(record, verdict),
            .. hasEarlierCard ? (string[])["", EarlierCard] : [],
            "",
            .. Gates(verdict),
            .. Recipe(candidate),
            .. Measurements(record, view),
            .. Limits(record, view, verdict),
            .. Check(record),
            .. Identity(run, candidate),
        ];
        return string.Join('\n', lines) + "\n";
    }

    /// <summary>The record as if this candidate had run alone, so that nothing of another one is shown.</summary>
    private static RunRecord OfOne(RunRecord record, CandidateVerdict verdict)
    {
        string[] others = [.. record.Candidates.Select(one => one.Name).Where(name => name != verdict.Candidate.Name)];
        return record with
        {
            Candidates = [verdict.Candidate],
            Findings = verdict.Findings,
            Notes =
            [
                .. record.Notes.Where(note => !others.Any(name =>
                    note.StartsWith(name + ":", StringComparison.Ordinal) || note.StartsWith(name + ",", StringComparison.Ordinal))),
            ],
        };
    }

    /// <summary>
    /// The licence is not ours to state: it stands in the base model's files. A base that is no Hub model has no name there.
    /// </summary>
    private static IEnumerable<string> FrontMatter(RunRecord record, CandidateRecord candidate)
    {
        yield return "---";
        bool isOfBaseline = candidate.Quantization is { } made && made.SourceHash == record.Baseline.ContentHash;
        if (isOfBaseline && HubName().Match(record.Baseline.Source) is { Success: true } match)
        {
            yield return $"base_model: \"{match.Groups[1].Value}\"";
            yield return "base_model_relation: quantized";
        }

        yield return "library_name: transformers";
        yield return "pipeline_tag: text-generation";
        yield return "tags:";
        yield return "- compressed-tensors";
        if (candidate.Quantization is { } report && Tag().IsMatch(report.Recipe.Scheme)) yield return $"- \"{report.Recipe.Scheme}\"";
        yield return "- modelgate";
        yield return "---";
        yield return "";
    }

    private static string Headline(RunRecord record, CandidateVerdict verdict)
    {
        int undecided = verdict.Findings.Count(finding => finding.Class == "undecided");
        string gates = Count(verdict.Findings.Count, "finding");
        string confidence = ReportView.Whole(record.Policy.Confidence);
        return undecided == 0
            ? $"**Passed** its gate: {gates}, all good, at {confidence} confidence."
            : $"**Passed by policy**: {undecided} of {gates} could not be decided at {confidence} confidence, and the policy says "
                + "`on-inconclusive: pass`.";
    }

    private static IEnumerable<string> Gates(CandidateVerdict verdict) =>
    [
        "## Gates", "",
        "| outcome | gate | on | result |", "|---|---|---|---|",
        .. verdict.Findings.Select(finding =>
            $"| {(finding.Class == "pass" ? "✔" : "?")} {MarkdownText.Escape(finding.Outcome)} | {MarkdownText.Escape(finding.Gate)} "
            + $"| {MarkdownText.Escape(finding.Subject)} | {MarkdownText.Escape(finding.Result)} |"),
        "",
    ];

    private static IEnumerable<string> Recipe(CandidateRecord candidate)
    {
        yield return "## Recipe";
        yield return "";
        if (candidate.Quantization is not { } made)
        {
            yield return $"Taken as it was from {MarkdownText.Escape(candidate.Model.Source)}; ModelGate did not quantize it.";
            yield return "";
            yield break;
        }

        RecipeRecord recipe = made.Recipe;
        (string Name, string? Value)[] rows =
        [
            ("scheme", recipe.Scheme),
            ("granularity", recipe.Granularity),
            ("algorithm", recipe.Algorithm),
            ("observer", recipe.Observer),
            ("activation order", recipe.ActivationOrder == "none" ? null : recipe.ActivationOrder),
            ("damping", recipe.Damping?.ToString(CultureInfo.InvariantCulture)),
            ("SmoothQuant", recipe.SmoothQuant?.ToString(CultureInfo.InvariantCulture)),
            ("kept as they were", recipe.Ignore.Count == 0 ? null : string.Join(", ", recipe.Ignore)),
            .. recipe.Override.Select(entry => ("override", (string?)$"{entry.Key}: {entry.Value}")),
            ("calibration", made.Calibration is { } text
                ? $"{text.Source}, {text.Windows} windows of {text.WindowLength} tokens, {text.ExcludedRows.Count} rows left out"
                : null),
            ("format", "compressed-tensors"),
        ];
        yield return "| | |";
        yield return "|---|---|";
        foreach ((string name, string? value) in rows.Where(row => row.Value is not null))
        {
            yield return $"| {name} | {MarkdownText.Escape(value!)} |";
        }

        yield return "";
    }

    private static IEnumerable<string> Measurements(RunRecord record, ReportView view)
    {
        string interval = ReportView.Whole((2 * record.Policy.Confidence) - 1), bound = ReportView.Whole(record.Policy.Confidence);
        return
        [
            "## Measured", "",
            $"| | {string.Join(" | ", view.Columns.Select(MarkdownText.Escape))} |", "|---|---|---|",
            .. view.Rows.Where(row => row.Title != "verdict").Select(row =>
                $"| {(row.IsMember ? "&nbsp;&nbsp;" : "")}{MarkdownText.Escape(row.Title)} "
                + $"| {string.Join(" | ", row.Cells.Select(cell => MarkdownText.Escape(cell.Text)))} |"),
            "",
            $"{ReportView.Legend} Brackets are two-sided intervals at {interval}: each end is a one-sided bound at {bound}. "
                + "*Emulated* times are of an engine that computes the format without hardware for it; they say nothing of a server.",
            "",
        ];
    }

    private static IEnumerable<string> Limits(RunRecord record, ReportView view, CandidateVerdict verdict)
    {
        IEnumerable<string> unjudged = verdict.Candidate.Suites
            .Select(suite => suite.Suite)
            .Except(verdict.Findings.Select(finding => finding.Subject));
        EnvironmentRecord environment = record.Environment;
        string[] limits =
        [
            $"The gates saw {Documents(verdict.Candidate)} and nothing else; a pass says nothing of other languages, tasks or lengths.",
            $"Scores are of the engine {environment.Engine} {environment.KernelVersion} in {environment.Precision} "
                + $"({environment.DeviceClass}); a server with other kernels can differ by a few documents.",
            .. unjudged.Select(suite => $"{suite}: measured, and no gate was about its mean."),
            .. view.Notes,
        ];
        return ["## Limits of the evidence", "", .. limits.Select(limit => $"- {MarkdownText.Escape(limit)}"), ""];
    }

    private static string Documents(CandidateRecord candidate) => candidate.Tasks.Count == 0
        ? "no document"
        : $"{Count(candidate.Tasks.Sum(task => task.Documents), "document")} of {Count(candidate.Tasks.Count, "task")}";

    private static IEnumerable<string> Check(RunRecord record) =>
    [
        "## Verify and reproduce", "",
        "```",
        $"dotnet quantgate verify . --record {CheckpointFolder.Statement}",
        $"sha256sum -c {CheckpointFolder.Checksums}",
        $"dotnet quantgate check {InCode(record.Policy.File)}",
        "```", "",
        $"`{CheckpointFolder.Statement}` names every file by SHA-256. It carries no signature of its own; where `actions/attest` signed "
            + "it, `gh attestation verify` says who did.",
        "",
    ];

    private static IEnumerable<string> Identity(GatedRun run, CandidateRecord candidate)
    {
        RunRecord record = run.Record;
        EnvironmentRecord environment = record.Environment;
        (string, string)[] rows =
        [
            ("checkpoint", $"`{InCode(candidate.Model.ContentHash)}`"),
            ("baseline", $"`{InCode(record.Baseline.Source)}`, `{InCode(record.Baseline.ContentHash)}`"),
            ("policy", $"`{InCode(record.Policy.File)}`, `{InCode(record.Policy.Sha256)}`"),
            ("plan", $"`{InCode(record.PlanKey)}`"),
            ("run record", $"`{run.Sha256}`"),
            ("measured", record.Times.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("tool", $"ModelGate {MarkdownText.Escape(record.ToolVersion)}"),
            ("engine", MarkdownText.Escape(
                $"{environment.Engine} {environment.KernelVersion} ({environment.Precision}, {environment.DeviceClass}) on "
                + $"{environment.Processor} × {environment.ProcessorCount}, {environment.Runtime}")),
        ];
        return ["| | SHA-256 or version |", "|---|---|", .. rows.Select(row => $"| {row.Item1} | {row.Item2} |")];
    }

    /// <summary>Within back quotes or a fence, where no escape works.</summary>
    private static string InCode(string text) => CodeBreaks().Replace(text, " ");

    private static string Count(int count, string noun) =>
        $"{count.ToString("N0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";

    [GeneratedRegex(@"^hf:([A-Za-z0-9][\w.-]*/[\w.-]+)(?:@[\w./-]+)?\z", RegexOptions.ECMAScript)]
    private static partial Regex HubName();

    [GeneratedRegex(@"^[A-Za-z0-9][\w.-]*\z", RegexOptions.ECMAScript)]
    private static partial Regex Tag();

    [GeneratedRegex(@"[`\r\n|]+")]
    private static partial Regex CodeBreaks();
}
