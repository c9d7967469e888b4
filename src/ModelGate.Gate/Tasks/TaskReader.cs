using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>Turns one task file into a <see cref="TaskDefinition"/>; every mistake is reported at its place.</summary>
internal sealed class TaskReader(TaskFile file, YamlProblems problems)
{
    private static readonly Dictionary<string, OutputType> OutputTypes = new(StringComparer.Ordinal)
    {
        ["multiple_choice"] = OutputType.MultipleChoice,
        ["loglikelihood"] = OutputType.LogLikelihood,
        ["loglikelihood_rolling"] = OutputType.RollingLogLikelihood,
        ["generate_until"] = OutputType.GenerateUntil,
    };

    private static readonly Dictionary<string, FewshotSampler> Samplers = new(StringComparer.Ordinal)
    {
        ["default"] = FewshotSampler.PythonRandom,
        ["first_n"] = FewshotSampler.FirstN,
    };

    /// <summary>Keys of the harness that change nothing here.</summary>
    private static readonly string[] WithoutEffect =
        ["tag", "should_decontaminate", "doc_to_decontamination_query", "unsafe_code", "group_alias"];

    /// <summary>Keys that only Python code can fill.</summary>
    private static readonly string[] FunctionKeys = ["process_results", "custom_dataset", "class"];

    private readonly YamlFields _fields = new(file.Root, problems, "the task");

    /// <returns>Null where something essential is missing; the problems say what.</returns>
    public TaskDefinition? Read()
    {
        ReportFunctions();
        _fields.Require("task");
        string? name = _fields.Text("task");
        if (name?.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            problems.WrongValue(
                file.Root["task"]!, $"The task's name '{name}' cannot be part of a file's name.", "Leave slashes out of it.");
        }

        DatasetReference? dataset = DatasetReader.Read(_fields, file);
        PartSpec? processor = PartReader.Processor(_fields);
        OutputType output = _fields.Choice("output_type", OutputTypes) ?? OutputType.GenerateUntil;
        IReadOnlyList<FilterChain> filters = PartReader.Filters(_fields);
        IReadOnlyList<MetricSpec> metrics = PartReader.Metrics(_fields);
        FewshotSettings fewshot = Fewshot(out string? fewshotSplit);
        FieldSpec? text = _fields.Field("doc_to_text"), target = _fields.Field("doc_to_target"), choices = _fields.Field("doc_to_choice");
        if (output != OutputType.RollingLogLikelihood) _fields.Require("doc_to_text");
        _fields.Require("doc_to_target");
        if (output == OutputType.MultipleChoice) _fields.Require("doc_to_choice");
        string? training = _fields.Text("training_split"), validation = _fields.Text("validation_split"), test = _fields.Text("test_split");
        if (test is null && validation is null && training is null) _fields.Require("test_split");
        FieldSpec? description = _fields.Field("description"), prefix = _fields.Field("gen_prefix");
        string? targetDelimiter = _fields.Text("target_delimiter"), fewshotDelimiter = _fields.Text("fewshot_delimiter");
        GenerationSettings generation = GenerationReader.Read(_fields);
        int repeats = (int)(_fields.Integer("repeats", least: 1, most: 10_000) ?? 1);
        string? alias = _fields.Text("task_alias");
        string? version = Version(_fields);
        TaskGating gating = Gating(metrics, filters, out int? mostTokens);
        _fields.Ignore(WithoutEffect);
        _fields.Ignore(FunctionKeys);
        _fields.RefuseOthers();
        if (name is null || dataset is null) return null;
        return new()
        {
            Name = name,
            Alias = alias,
            At = new SourcePoint(file.Root.At.File, file.Root["task"]!.At.Line, file.Root["task"]!.At.Column),
            Output = output,
            Dataset = dataset,
            TrainingSplit = training,
            ValidationSplit = validation,
            TestSplit = test,
            FewshotSplit = fewshotSplit ?? _fields.Text("fewshot_split"),
            Processor = processor,
            Text = text,
            Target = target,
            Choices = choices,
            Description = description,
            GenerationPrefix = prefix,
            TargetDelimiter = targetDelimiter ?? " ",
            FewshotDelimiter = fewshotDelimiter ?? "\n\n",
            Fewshot = fewshot,
            Generation = generation with { MaxTokens = mostTokens ?? generation.MaxTokens },
            Filters = filters,
            Metrics = metrics,
            Repeats = repeats,
            Version = version,
            Gating = gating,
            Configuration = TaskYaml.ToFields(file.Root),
        };
    }

    internal static string? Version(YamlFields fields)
    {
        // Other metadata is the author's own.
        if (fields.MappingOf("metadata") is not { } metadata) return null;
        return metadata["version"] is YamlScalar { IsNull: false } version ? version.Value : null;
    }

    private void ReportFunctions()
    {
        foreach ((string key, YamlScalar value) in TaskYaml.Functions(file.Root))
        {
            problems.Add(
                TaskCodes.NeedsPython, value.At, $"'{key}' needs the Python function '{value.Value}', which does not run here.",
                "Write it as a Jinja template, name a part that is built in, or prepare the documents beforehand.");
        }

        foreach (string key in FunctionKeys)
        {
            if (file.Root[key] is { } node and not YamlScalar { Tag: TaskYaml.FunctionTag })
            {
                problems.Add(
                    TaskCodes.NeedsPython, node.At, $"'{key}' needs Python code, which does not run here.",
                    "Remove the key, or prepare the documents beforehand.");
            }
        }
    }

    private FewshotSettings Fewshot(out string? split)
    {
        _fields.Node("fewshot_split");
        int count = (int)(_fields.Integer("num_fewshot", least: 0, most: 1000) ?? 0);
        split = null;
        if (_fields.Fields("fewshot_config") is not { } fields) return new() { Count = count };
        split = fields.Text("split");
        FewshotSettings settings = new()
        {
            Count = count,
            Sampler = fields.Choice("sampler", Samplers) ?? FewshotSampler.PythonRandom,
            Samples = Samples(fields),
            Indices = Indices(fields),
            Processor = PartReader.Processor(fields),
            Text = fields.Field("doc_to_text"),
            Target = fields.Field("doc_to_target"),
            Choices = fields.Field("doc_to_choice"),
            GenerationPrefix = fields.Field("gen_prefix"),
            TargetDelimiter = fields.Text("target_delimiter"),
            FewshotDelimiter = fields.Text("fewshot_delimiter"),
        };
        fields.RefuseOthers();
        return settings;
    }

    private static IReadOnlyList<IReadOnlyDictionary<string, object?>>? Samples(YamlFields fewshot)
    {
        if (fewshot.Node("samples") is null or YamlScalar { Tag: TaskYaml.FunctionTag }) return null;
        return [.. (fewshot.List("samples")?.Items ?? [])
            .Select(item => item.AsMapping(fewshot.Problems, "an entry of 'samples'"))
            .OfType<YamlMapping>()
            .Select(TaskYaml.ToFields)];
    }

    private static IReadOnlyList<int>? Indices(YamlFields fewshot)
    {
        if (fewshot.List("fewshot_indices") is not { } list) return null;
        int[] indices = [.. list.Items
            .Select(item => item.AsInteger(fewshot.Problems, "an entry of 'fewshot_indices'", 0, int.MaxValue))
            .OfType<long>()
            .Select(index => (int)index)];
        return indices.Length > 0 ? indices : null;
    }

    private TaskGating Gating(IReadOnlyList<MetricSpec> metrics, IReadOnlyList<FilterChain> filters, out int? mostTokens)
    {
        mostTokens = null;
        if (_fields.Fields(TaskYaml.Gating) is not { } fields) return new();
        mostTokens = (int?)fields.Integer("max-tokens", least: 1, most: 1 << 20);
        string? primary = fields.Text("primary-metric");
        if (primary is not null && !Names(metrics, filters, primary))
        {
            problems.WrongValue(
                fields.Node("primary-metric")!, $"'{primary}' is none of the task's metrics.",
                $"Use one of: {string.Join(", ", Keys(metrics, filters))}.");
        }

        TaskGating gating = new()
        {
            PrimaryMetric = primary,
            Chance = fields.Number("chance"),
            Range = Range(fields),
            Normalise = fields.Flag("normalise") ?? false,
            Chat = fields.Choice("chat-template", ChatWords) ?? ChatUse.None,
            DelimiterInAnswer = fields.Flag("delimiter-in-answer") ?? false,
            SystemInstruction = fields.Text("system-prompt"),
            AddBeginOfSequence = fields.Flag("add-bos"),
            ContextLength = (int?)fields.Integer("context-length", least: 2, most: 1 << 24),
            PublishDocuments = fields.Flag("publish-documents") ?? true,
        };
        if (gating is { Normalise: true, Chance: null or >= 1 })
        {
            problems.WrongValue(
                fields.Node("normalise")!, "Normalising needs the score of a model that guesses.", "Give 'chance' below 1.");
        }

        fields.RefuseOthers();
        return gating;
    }

    /// <summary>The words for chat use, in task files and policies alike.</summary>
    public static IReadOnlyDictionary<string, ChatUse> ChatWords { get; } = new Dictionary<string, ChatUse>(StringComparer.Ordinal)
    {
        ["none"] = ChatUse.None,
        ["single-turn"] = ChatUse.SingleTurn,
        ["multi-turn"] = ChatUse.MultiTurn,
    };

    private static (double Low, double High)? Range(YamlFields fields)
    {
        if (fields.List("range") is not { } list) return null;
        double[] ends = [.. list.Items.Select(item => item.AsNumber(fields.Problems, "an end of 'range'")).OfType<double>()];
        if (ends is [var low, var high] && low < high) return (low, high);
        fields.Problems.WrongValue(list, "'range' must be two numbers, the lower first.", "Write 'range: [0, 1]'.");
        return null;
    }

    private static bool Names(IReadOnlyList<MetricSpec> metrics, IReadOnlyList<FilterChain> filters, string primary) =>
        metrics.Any(metric => metric.Name == primary) || Keys(metrics, filters).Contains(primary, StringComparer.Ordinal);

    private static IEnumerable<string> Keys(IReadOnlyList<MetricSpec> metrics, IReadOnlyList<FilterChain> filters) =>
        filters.SelectMany(filter => metrics.Select(metric => $"{metric.Name},{filter.Name}"));
}
