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
        FewshotSettings fewshot = FewshotReader.Read(_fields, out string? fewshotSplit);
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
        TaskGating gating = GatingReader.Read(_fields, metrics, filters, out int? mostTokens);
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
}
