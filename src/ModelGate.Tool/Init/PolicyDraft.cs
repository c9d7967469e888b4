using System.Globalization;
using System.Text;

namespace ModelGate.Tool.Init;

/// <summary>A policy in the making. Its limits are known only when a plan was made of a first draft.</summary>
/// <param name="Model">As the policy names it.</param>
/// <param name="Candidates"><c>fp8</c>, <c>int8</c>, <c>int4</c>; at least one.</param>
/// <param name="Calibration">A text file; null where there is none, so that recipes do without.</param>
/// <param name="Group">Weights that share a scale of INT4.</param>
/// <param name="Gpu">What will serve; null where that is not known.</param>
/// <param name="GpuNote">Where <paramref name="Gpu"/> comes from, for people.</param>
internal sealed record PolicyDraft(
    string Model, IReadOnlyList<string> Candidates, string? Calibration, int Group, string Tasks, string? Gpu, string GpuNote)
{
    /// <summary>Of the recovery gates; shares of 1.</summary>
    public double Margin { get; init; } = 0.01;

    /// <summary>With which an unchanged candidate passes; null where no gate is on recovery, or it is not known yet.</summary>
    public double? SmallestMargin { get; init; }

    /// <summary>Of the size gate.</summary>
    public double MostSize { get; init; } = 0.6;

    private bool IsDemo => Model == "demo";

    /// <summary>The label-free look: nothing there is right or wrong.</summary>
    public bool HasRecovery => Tasks != "smoke";

    private bool HasText => Tasks is "smoke" or "demo";

    public string ToText()
    {
        var text = new StringBuilder();
        Line("# yaml-language-server: $schema=quantgate.schema.json");
        Line("# What must hold before a quantized model ships. Run it: dotnet quantgate check");
        Line("version: 1");
        Line($"model: {Quoted(Model)}");
        if (Gpu is not null) Line($"target: {{compute-capability: {Gpu}}}{Note($"{GpuNote}; also vllm: 0.11, tensor-parallel-size: 1")}");
        if (Calibration is not null) Line($"calibration: {{data: {Quoted(Calibration)}}}");
        Line("candidates:");
        foreach (string candidate in Candidates) Line($"  {candidate + ":",-5} {Recipe(candidate)}");
        Line("accuracy:");
        Line($"  tasks: [{Tasks}]{(HasRecovery ? "" : Note("no label, no download; leaderboard-v1 asks the paper's benchmarks"))}");
        Line("gates:");
        if (SmallestMargin is { } least)
        {
            Line($"  # An unchanged candidate passes 'at-least: 99%' on these documents from a margin of {Percent(least)}.");
        }


        if (HasRecovery)
        {
            Recovery(99, [.. Candidates.Where(candidate => candidate == "fp8")]);
            Recovery(IsDemo ? 98 : 96, [.. Candidates.Where(candidate => candidate != "fp8")]);
        }

        if (HasText) Line("  - {metric: perplexity-ratio, at-most: 1.05}");
        Line($"  - {{metric: size-ratio, at-most: {MostSize.ToString("0.##", CultureInfo.InvariantCulture)}}}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');

        void Recovery(int percent, string[] names)
        {
            if (names.Length == 0) return;
            string baseline = IsDemo ? ", where-baseline-above: 40%" : "";
            string list = names.Length == 1 ? names[0] : $"[{string.Join(", ", names)}]";
            string which = names.Length == Candidates.Count ? "" : $", for: {list}";
            Line($"  - {{metric: recovery, at-least: {percent}%, margin: {Percent(Margin)}{baseline}{which}}}");
        }
    }

    private string Recipe(string candidate)
    {
        bool isCalibrated = IsDemo || Calibration is not null;
        string nearest = isCalibrated ? "" : ", algorithm: rtn";
        string note = isCalibrated ? "" : Note("gptq is better, and needs 'calibration: {data: FILE}'");
        return candidate switch
        {
            "fp8" => "{scheme: w8a8-fp8}",
            "int8" => isCalibrated ? "{scheme: w8a8-int8, smoothquant: 0.8}" : $"{{scheme: w8a8-int8{nearest}}}{note}",
            "int4" => $"{{scheme: w4a16-int4{nearest}{(Group == 128 ? "" : $", group: {Group}")}}}{note}",
            _ => throw new InvalidOperationException($"No recipe for {candidate}."),
        };
    }

    private static string Note(string text) => $"   # {text}";

    private static string Quoted(string path) =>
        path.All(character => char.IsAsciiLetterOrDigit(character) || "/._-:@".Contains(character, StringComparison.Ordinal))
            ? path
            : $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Percent(double share) => (share * 100).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
