using System.Security.Cryptography;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies.Changes;
using ModelGate.Gate.Yaml;
using ModelGate.Models.Acceptance;
using ModelGate.Models.Architectures;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies;

/// <summary>
/// Reads <c>quantgate.yml</c>: first its form against <see cref="PolicyShape"/>, then what it means. All mistakes of a stage come out
/// together.
/// </summary>
public static class PolicyReader
{
    /// <param name="path">As the user gave it; positions carry it.</param>
    /// <param name="relativeTo">Folder that a relative <paramref name="path"/> starts at.</param>
    /// <exception cref="DiagnosticException">QG01xx, all that were found, in the order of the file.</exception>
    public static Policy Load(string path, string relativeTo, Catalog catalog)
    {
        string fullPath = Path.GetFullPath(path, relativeTo);
        try
        {
            return Parse(File.ReadAllText(fullPath), path, catalog) with
            {
                Hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(fullPath))),
                Folder = Path.GetDirectoryName(fullPath)!,
            };
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                PolicyCodes.Form.Syntax, new SourcePoint(path),
                $"The policy cannot be read: {error.Message}", "Name a policy file, or write a quantgate.yml.");
        }
    }

    /// <param name="file">The name that positions carry.</param>
    /// <inheritdoc cref="Load"/>
    public static Policy Parse(string text, string file, Catalog catalog) =>
        Read(
            YamlFile.Parse(text, file, PolicyCodes.Form), file,
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))), catalog);

    private static Policy Read(YamlNode root, string file, string hash, Catalog catalog)
    {
        var problems = new YamlProblems(PolicyCodes.Form);
        new ShapeCheck(problems).Check(root, PolicyShape.Of(catalog.Vocabulary), "the policy");
        if (root is not YamlMapping mapping) problems.ThrowIfAny();

        // Meaning is read only of parts whose form is right; names in the others would be reported twice or wrongly.
        var wrongForm = new HashSet<int>(problems.Found.Select(found => found.At.Line));
        Policy? policy = ReadMeaning((YamlMapping)root, file, hash, catalog, problems, wrongForm);
        problems.ThrowIfAny();
        return policy!;
    }

    private static Policy? ReadMeaning(
        YamlMapping root, string file, string hash, Catalog catalog, YamlProblems problems, HashSet<int> wrongForm)
    {
        bool formIsRight = wrongForm.Count == 0;
        var fields = new YamlFields(root, new YamlProblems(PolicyCodes.Form), "the policy");
        Placed<ModelReference>? model = ReadModel(fields, "model", problems);
        Placed<ModelReference>? baseline = ReadModel(fields, "baseline", problems);

        var candidateReader = new CandidateReader(catalog, problems);
        IReadOnlyList<YamlEntry> entries = fields.MappingOf("candidates")?.Entries ?? [];
        List<CandidatePolicy> candidates = [];
        foreach (YamlEntry entry in entries.Where(entry => IsSound(entry.Value, wrongForm)))
        {
            if (candidateReader.Read(entry) is { } candidate) candidates.Add(candidate);
        }

        double confidence = fields.Node("confidence") is { } node && IsSound(node, wrongForm)
            ? GateReader.ConfidenceOf(node, problems) ?? Measurement.Interval.DefaultConfidence
            : Measurement.Interval.DefaultConfidence;
        IReadOnlyList<TaskEntry> tasks = fields.Node("accuracy") is { } accuracy && IsSound(accuracy, wrongForm)
            ? MeasurementReader.Tasks(accuracy, problems)
            : [];
        JudgePolicy? judge = fields.Node("accuracy") is YamlMapping measured && measured["judge"] is YamlMapping judging
            && IsSound(judging, wrongForm)
            ? JudgePolicy.Read(judging, problems)
            : null;
        SimilarityPolicy similarity = fields.Node("accuracy") is YamlMapping answered && answered["similarity"] is YamlMapping encoders
            && IsSound(encoders, wrongForm)
            ? SimilarityPolicy.Read(encoders, problems)
            : SimilarityPolicy.Default;
        PerformancePolicy? performance = fields.Node("performance") is { } timed && IsSound(timed, wrongForm)
            ? MeasurementReader.Performance(timed)
            : null;
        var gateReader = new GateReader(
            problems,
            [.. entries.Select(entry => entry.Key.Value)],
            fields.Has("accuracy"),
            performance is null && fields.Has("performance")
                ? null
                : [.. (performance?.Scenarios ?? []).Select(scenario => scenario.Value)],
            performance?.UsdPerHour is not null,
            confidence,
            fields.Text("unpaired") == "allow");
        List<GateRule> gates = [];
        foreach (YamlMapping gate in (fields.List("gates")?.Items ?? []).OfType<YamlMapping>().Where(gate => IsSound(gate, wrongForm)))
        {
            if (gateReader.Read(gate) is { } rule) gates.Add(rule);
        }

        ServingTarget target = fields.Node("target") is { } serving && IsSound(serving, wrongForm)
            ? MeasurementReader.Target(fields, problems)
            : ServingTarget.Unknown;
        if (!formIsRight || model is null) return null;
        return new Policy
        {
            File = file,
            Hash = hash,
            Model = model,
            Baseline = baseline ?? model,
            Precision = fields.Text("precision") == "fp32" ? ActivationPrecision.Fp32 : ActivationPrecision.Bf16,
            Engine = fields.Text("engine") ?? "auto",
            Target = target,
            Calibration = MeasurementReader.Calibration(fields),
            Candidates = candidates,
            Tasks = tasks,
            DataFolder = fields.Fields("accuracy")?.Text("data-folder"),
            StopsEarly = fields.Fields("accuracy")?.Flag("early-stopping") ?? false,
            Judge = judge,
            Similarity = similarity,
            Performance = performance,
            Gates = gates,
            Confidence = confidence,
            Seed = (uint)(fields.Integer("seed") ?? Policy.DefaultSeed),
            OnInconclusive = fields.Text("on-inconclusive") switch
            {
                "fail" => OnInconclusive.Fail,
                "pass" => OnInconclusive.Pass,
                _ => OnInconclusive.Report,
            },
            TimeBudget = fields.Text("time-budget") is { } budget && Units.Parse(budget) is Quantity.Time time
                ? TimeSpan.FromSeconds(time.Seconds)
                : null,
            AllowsUnsafeCode = fields.Flag("allow-unsafe-code") ?? false,
            MayChange = ReadMayChange(fields, problems),
        };
    }

    private static IReadOnlyList<PolicyChangeKind> ReadMayChange(YamlFields fields, YamlProblems problems)
    {
        if (fields.Texts("may-change") is not { } words) return PolicyChangeKind.AllowedByDefault;
        PolicyChangeKind[] kinds = [.. words.Select(PolicyChangeKind.Find).OfType<PolicyChangeKind>()];
        if (words.Contains(PolicyChangeKind.None) && kinds.Length > 0)
        {
            problems.Add(
                PolicyCodes.Contradiction, fields.Node("may-change")!.At, $"'may-change' lists '{PolicyChangeKind.None}' and also kinds.",
                $"Keep '{PolicyChangeKind.None}' alone, or remove it.");
        }

        return kinds;
    }

    /// <summary>No mistake of form was found on a line of this node.</summary>
    private static bool IsSound(YamlNode node, HashSet<int> wrongForm)
    {
        if (wrongForm.Contains(node.At.Line)) return false;
        return node switch
        {
            YamlMapping mapping => mapping.Entries.All(entry => !wrongForm.Contains(entry.Key.At.Line) && IsSound(entry.Value, wrongForm)),
            YamlSequence list => list.Items.All(item => IsSound(item, wrongForm)),
            _ => true,
        };
    }

    private static Placed<ModelReference>? ReadModel(YamlFields fields, string key, YamlProblems problems)
    {
        if (fields.Text(key) is not { } text) return null;
        YamlNode node = fields.Node(key)!;
        if (ModelReference.TryParse(text, out string problem) is { } reference) return new(reference, node.At);
        problems.Add(PolicyCodes.NoSuchModel, node.At, problem, CandidateReader.ModelRemedy);
        return null;
    }
}
