using ModelGate.Gate.Yaml;
using ModelGate.Models.Acceptance;

namespace ModelGate.Gate.Policies;

/// <summary>Reads what a policy measures, and on what, from nodes whose form was checked.</summary>
internal static class MeasurementReader
{
    public static IReadOnlyList<TaskEntry> Tasks(YamlNode accuracy, YamlProblems problems)
    {
        YamlNode tasks = ((YamlMapping)accuracy)["tasks"]!;
        IReadOnlyList<YamlNode> items = tasks is YamlSequence list ? list.Items : [tasks];
        List<TaskEntry> entries = [];
        foreach (YamlNode item in items)
        {
            TaskEntry entry = item is YamlScalar name ? new(name.Value, name.At) : ReadEntry(Fields(item));
            if (entry is { Sample: not null, Limit: not null })
            {
                problems.Add(
                    PolicyCodes.Contradiction, entry.At, $"Task '{entry.Task}' has both 'sample' and 'limit'.", "Keep one of them.");
            }

            if (entries.Any(other => other.Task == entry.Task))
            {
                problems.Add(PolicyCodes.Contradiction, entry.At, $"Task '{entry.Task}' stands twice.", "Keep one of them.");
            }

            entries.Add(entry);
        }

        return entries;
    }

    public static PerformancePolicy Performance(YamlNode node)
    {
        YamlFields fields = Fields(node);
        YamlNode scenarios = fields.Node("scenarios")!;
        IReadOnlyList<YamlNode> items = scenarios is YamlSequence list ? list.Items : [scenarios];
        return new(
            [.. items.Cast<YamlScalar>().Select(item => new Placed<string>(item.Value, item.At)).DistinctBy(item => item.Value)],
            fields.Flag("scale-to-context") ?? false,
            (int)(fields.Integer("requests") ?? PerformancePolicy.DefaultRequests),
            (int)(fields.Integer("warm-up") ?? PerformancePolicy.DefaultWarmUp),
            fields.Fields("price")?.Number("usd-per-hour"));
    }

    public static ServingTarget Target(YamlFields policy, YamlProblems problems)
    {
        if (policy.Fields("target") is not { } fields) return ServingTarget.Unknown;
        Version? vllm = null;
        if (fields.Text("vllm") is { } version && !Version.TryParse(version, out vllm))
        {
            problems.WrongValue(fields.Node("vllm")!, $"'vllm' is '{version}', which is not a version.", "Write it as 0.11 or 0.11.2.");
        }

        ComputeCapability? gpu = null;
        if (fields.Text("compute-capability") is { } text)
        {
            if (ComputeCapability.TryParse(text, out ComputeCapability capability)) gpu = capability;
            else problems.WrongValue(fields.Node("compute-capability")!, $"'compute-capability' is '{text}'.", "Write it as 9.0.");
        }

        return new(vllm, (int?)fields.Integer("tensor-parallel-size"), gpu);
    }

    public static CalibrationPolicy Calibration(YamlFields policy)
    {
        YamlFields? fields = policy.Fields("calibration");
        return new(
            fields?.Text("data") is { } data ? new Placed<string>(data, fields.Node("data")!.At) : null,
            (int)(fields?.Integer("samples") ?? CalibrationPolicy.DefaultSamples),
            (int?)fields?.Integer("length"));
    }

    private static TaskEntry ReadEntry(YamlFields fields) => new(fields.Text("task")!, fields.Node("task")!.At)
    {
        Shots = (int?)fields.Integer("shots"),
        Chat = fields.Text("chat"),
        SystemPrompt = fields.Text("system-prompt"),
        AddsBos = fields.Flag("bos"),
        Sample = (int?)fields.Integer("sample"),
        Limit = (int?)fields.Integer("limit"),
        Seed = (uint?)fields.Integer("seed"),
        Samples = (int?)fields.Integer("samples"),
        Temperature = fields.Number("temperature"),
        TopP = fields.Number("top-p"),
        Data = fields.Text("data"),
        FewshotData = fields.Text("fewshot-data"),
    };

    private static YamlFields Fields(YamlNode node) => new((YamlMapping)node, new YamlProblems(PolicyCodes.Form), "the entry");
}
