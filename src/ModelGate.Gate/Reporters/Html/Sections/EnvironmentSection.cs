using System.Globalization;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>What ran where, the hashes that identify it, and how to run it again.</summary>
internal static class EnvironmentSection
{
    public static Section Of(RunRecord record) => new("environment", "Environment", Markup.Of(
        $"""
        <p>Run it again: <code>dotnet quantgate check {record.Policy.File}</code></p>
        <dl class="facts">{Facts(record).Select(fact => Markup.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl>
        {DataTable.Of("Content hashes, SHA-256", ["what", "source", "tensor bytes", "hash"], Hashes(record))}
        {Effort(record)}
        """));

    private static IEnumerable<(string Name, string Value)> Facts(RunRecord record)
    {
        EnvironmentRecord environment = record.Environment;
        yield return ("tool", $"ModelGate {record.ToolVersion}");
        yield return ("engine", $"{environment.Engine}, kernels {environment.KernelVersion}, {environment.Precision}");
        yield return ("device", environment.DeviceClass);
        yield return ("processor", $"{environment.Processor} × {environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)}");
        yield return ("system", $"{environment.OperatingSystem}, {environment.Runtime}");
        yield return ("confidence", $"{ReportView.Whole(record.Policy.Confidence)} each bound, seed {record.Policy.Seed}");
        yield return ("undecided gates", record.Policy.OnInconclusive);
        yield return ("started", record.Times.StartedUtc.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        yield return ("exit code", record.Verdict.ExitCode.ToString(CultureInfo.InvariantCulture));
    }

    private static IEnumerable<IReadOnlyList<Markup>> Hashes(RunRecord record) =>
    [
        Row("policy", record.Policy.File, null, record.Policy.Sha256),
        Row("plan", "everything that decides results", null, record.PlanKey),
        Row("baseline", record.Baseline.Source, record.Baseline.TensorBytes, record.Baseline.ContentHash),
        .. record.Candidates.Select(candidate =>
            Row(candidate.Name, candidate.Model.Source, candidate.Model.TensorBytes, candidate.Model.ContentHash)),
    ];

    private static IReadOnlyList<Markup> Row(string what, string source, long? bytes, string hash) =>
    [
        Markup.Of($"{what}"), Markup.Of($"{source}"), Markup.Of($"{(bytes is { } count ? Words.Count(count) : "")}"),
        Markup.Of($"<code class=\"hash\">{hash}</code>"),
    ];

    private static Markup Effort(RunRecord record) => record.Times.Seconds.Count == 0
        ? Markup.Empty
        : Markup.Of(
            $"""
            <details><summary>Where the time went</summary>
            {DataTable.Of("Seconds by step", ["step", "seconds"], record.Times.Seconds.Select(step =>
                (IReadOnlyList<string>)[step.Key, step.Value.ToString("F1", CultureInfo.InvariantCulture)]))}
            </details>
            """);
}
