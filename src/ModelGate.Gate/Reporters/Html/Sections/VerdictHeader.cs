using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>The verdict first, then one card for each candidate with the numbers that people ask for.</summary>
internal static class VerdictHeader
{
    public static Markup Of(RunRecord record, ReportView view) => Markup.Of(
        $"""
        <header>
        <p class="product">ModelGate · {record.Policy.File} · {record.Baseline.Source}</p>
        <h1 class="{Words.Class(view.TitleTone)}"><span aria-hidden="true">{Words.Mark(view.TitleTone)}</span> {view.Title}</h1>
        {Loosened(record)}<ul class="cards">{record.Candidates.Select(candidate => Card(record, candidate))}</ul>
        </header>
        """);

    private static Markup Loosened(RunRecord record) => record.PolicyComparison is { NeedsAcceptance: true }
        ? Markup.Of($"""
            <p class="bad alert"><span aria-hidden="true">✘</span> This change loosens its own gate:
            <a href="#changes">what the policy change does</a>.</p>

            """)
        : Markup.Empty;

    private static Markup Card(RunRecord record, CandidateRecord candidate)
    {
        string outcome = ReportView.OutcomeOf(record, candidate.Name);
        Tone tone = outcome == "not gated" ? Tone.Faint : ReportView.ToneOf(outcome);
        return Markup.Of(
            $"""
            <li class="card {Words.Class(tone)}"><h2><span aria-hidden="true">{Words.Mark(tone)}</span> {candidate.Name}
            <span class="outcome">{outcome}</span></h2>
            <p class="faint">{Recipe(candidate)}</p>
            <dl>{Facts(record, candidate).Select(fact => Markup.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl></li>
            """);
    }

    private static string Recipe(CandidateRecord candidate) => candidate.Quantization?.Recipe is { } recipe
        ? string.Join(", ", new[]
            {
                recipe.Scheme, recipe.Algorithm, recipe.Granularity, recipe.Observer,
                recipe.SmoothQuant is { } alpha ? $"SmoothQuant {Words.Number(alpha)}" : null,
            }.Where(part => !string.IsNullOrEmpty(part)))
        : candidate.Model.Source;

    private static IEnumerable<(string Name, string Value)> Facts(RunRecord record, CandidateRecord candidate)
    {
        foreach (SuiteRecord suite in candidate.Suites)
        {
            yield return (
                $"recovery, {suite.Suite}", suite.Recovery is null ? "not applicable" : TableRows.Interval(suite.Recovery));
        }

        yield return (
            "size", $"{TableRows.Megabytes(candidate.Model.TensorBytes)} MB, {Words.Number(candidate.SizeRatio)} of the baseline");
        foreach (ScenarioRecord scenario in candidate.Model.Scenarios)
        {
            MeasuredRecord? speedup = scenario.Measured.FirstOrDefault(measured => measured.Metric == "speedup");
            if (speedup is null) continue;
            yield return (
                $"speed, {scenario.Scenario}", $"{Words.Number(speedup.Value)} ×{(scenario.IsEmulated ? " (emulated)" : "")}");
        }

        int lost = candidate.Tasks.Sum(task => task.Lost), won = candidate.Tasks.Sum(task => task.Won);
        if (lost + won > 0) yield return ("documents flipped", $"{Words.Count(lost)} lost, {Words.Count(won)} won");
        int count = record.Findings.Count(finding => finding.Candidate == candidate.Name);
        int passed = record.Findings.Count(finding => finding.Candidate == candidate.Name && finding.Class == "pass");
        yield return ("findings", $"{Words.Count(passed)} of {Words.Count(count)} passed");
    }
}
