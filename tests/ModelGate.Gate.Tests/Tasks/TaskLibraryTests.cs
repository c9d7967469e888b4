using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

public sealed class TaskLibraryTests : IDisposable
{
    private const string Minimal = """
        task: mine
        dataset_path: json
        dataset_kwargs: {data_files: {test: data/d.jsonl}}
        test_split: test
        output_type: generate_until
        doc_to_text: "{{q}}"
        doc_to_target: a

        """;

    private static readonly SourcePoint Asked = new("quantgate.yml", 3, 5);

    private readonly TemporaryFolder _folder = new();
    private readonly TaskLibrary _library = new(Repository.Root);

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string text) => File.WriteAllText(_folder.Combine(name), text);

    private TaskDefinition Read(string text)
    {
        Write("t.yaml", text);
        return _library.Resolve("t.yaml", Asked, _folder.Path).Leaves.Single();
    }

    private IReadOnlyList<Diagnostic> Refused(string text) => Assert.Throws<DiagnosticException>(() => Read(text)).Diagnostics;

    [Fact]
    public void Resolve_every_built_in_name_reads()
    {
        Assert.Contains("demo", _library.Names);
        foreach (string name in _library.Names)
        {
            TaskSelection selection = _library.Resolve(name, Asked, Repository.Root);
            Assert.Equal(name, selection.Name);
            Assert.All(selection.Leaves, task => Assert.NotNull(task.Version));
        }
    }

    [Fact]
    public void Resolve_demo_is_all_but_code() => Assert.Equal(
        ["demo-facts", "demo-letters", "demo-stories", "demo-arithmetic", "demo-instructions", "demo-chat", "demo-text"],
        _library.Resolve("demo", Asked, Repository.Root).Leaves.Select(task => task.Name));

    [Fact]
    public void Resolve_unknown_name_points_at_the_asker_and_names_the_nearest()
    {
        Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(
            () => _library.Resolve("demo-fact", Asked, Repository.Root)).Diagnostics);
        Assert.Equal((TaskCodes.UnknownTask, Asked, "Did you mean 'demo-facts'?"), (found.Code, found.At, found.Remedy));
        Assert.Equal(
            TaskCodes.UnknownTask,
            Assert.Throws<DiagnosticException>(() => _library.Resolve("no.yaml", Asked, _folder.Path)).Diagnostics[0].Code);
    }

    [Fact]
    public void Read_defaults_are_the_harness_ones()
    {
        TaskDefinition task = Read(Minimal);
        Assert.Equal((" ", "\n\n", 1, 0), (task.TargetDelimiter, task.FewshotDelimiter, task.Repeats, task.Fewshot.Count));
        Assert.Equal((256, 0.0, null), (task.Generation.MaxTokens, task.Generation.Temperature, task.Generation.Until));
        Assert.Equal("none", Assert.Single(task.Filters).Name);
        DatasetReference.Local data = Assert.IsType<DatasetReference.Local>(task.Dataset);
        Assert.Equal(_folder.Combine(Path.Combine("data", "d.jsonl")), Assert.Single(data.Files["test"]));
    }

    [Fact]
    public void Read_whole_vocabulary()
    {
        TaskDefinition task = Read("""
            tag: [x]
            task: mine
            task_alias: Mine
            dataset_path: openai/gsm8k
            dataset_name: main
            training_split: train
            validation_split: null
            test_split: test
            fewshot_split: train
            num_fewshot: 5
            output_type: generate_until
            description: "D\n\n"
            doc_to_text: "Q: {{q}}\nA:"
            doc_to_target: '{{a}}'
            gen_prefix: So
            target_delimiter: ""
            fewshot_delimiter: "\n"
            fewshot_config: {sampler: first_n, doc_to_target: b, target_delimiter: " "}
            generation_kwargs: {until: [a, "b"], do_sample: true, temperature: 0.2, top_p: 0.95, max_new_tokens: 7, max_gen_toks: 9}
            repeats: 3
            filter_list:
              - name: strict
                filter: [{function: regex, regex_pattern: "x", group_select: -1}, {function: take_first}]
            metric_list:
              - {metric: exact_match, aggregation: mean, higher_is_better: true, ignore_case: true, regexes_to_ignore: [",", "\\$"]}
            should_decontaminate: true
            doc_to_decontamination_query: q
            metadata: {version: 3.0, author: me}
            quantgate:
              {primary-metric: "exact_match,strict", chance: 0.1, normalise: true, range: [0, 1], chat-template: single-turn,
               publish-documents: false}
            """);
        Assert.Equal(new DatasetReference.Hub("openai/gsm8k", "main", null), task.Dataset);
        Assert.Equal(("train", null, "test", "train"), (task.TrainingSplit, task.ValidationSplit, task.TestSplit, task.FewshotSplit));
        Assert.Equal((5, FewshotSampler.FirstN, " "), (task.Fewshot.Count, task.Fewshot.Sampler, task.Fewshot.TargetDelimiter));
        Assert.Equal(["a", "b"], task.Generation.Until!);
        Assert.Equal((0.2, 0.95, 9, 3), (task.Generation.Temperature, task.Generation.TopP, task.Generation.MaxTokens, task.Repeats));
        PartSpec regex = task.Filters[0].Steps[0];
        Assert.Equal(("regex", -1L), (regex.Name, regex.Arguments["group_select"].Value));
        Assert.Equal(true, task.Metrics[0].Part.Arguments["ignore_case"].Value);
        Assert.Equal(("mean", (bool?)true, "3.0"), (task.Metrics[0].Aggregation, task.Metrics[0].HigherIsBetter, task.Version));
        Assert.Equal(
            new TaskGating
            {
                PrimaryMetric = "exact_match,strict",
                Chance = 0.1,
                Normalise = true,
                Range = (0, 1),
                Chat = ChatUse.SingleTurn,
                PublishDocuments = false,
            },
            task.Gating);
        Assert.Equal(3.0, ((IReadOnlyDictionary<string, object?>)task.Configuration["metadata"]!)["version"]);
    }

    [Fact]
    public void Read_include_is_merged_below_local_keys_and_its_paths_stay_its_own()
    {
        Directory.CreateDirectory(_folder.Combine("base"));
        Write(Path.Combine("base", "_common.yaml"), Minimal + "repeats: 2\nfewshot_split: dev\ninclude: _more\n");
        Write(Path.Combine("base", "_more"), "repeats: 9\nnum_fewshot: 4\n");
        TaskDefinition task = Read("include: base/_common.yaml\ntask: other\nfewshot_split: null\n");
        Assert.Equal(("other", 2, 4, null), (task.Name, task.Repeats, task.Fewshot.Count, task.FewshotSplit));
        Assert.StartsWith(_folder.Combine("base"), ((DatasetReference.Local)task.Dataset).Files["test"][0], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_include_that_is_missing_or_circular_is_refused()
    {
        Assert.Equal(TaskCodes.Unresolved, Assert.Single(Refused("include: no.yaml\ntask: x\n")).Code);
        Assert.Equal(TaskCodes.Unresolved, Assert.Single(Refused("include: t.yaml\ntask: x\n")).Code);
    }

    [Fact]
    public void Read_all_mistakes_come_together_with_their_places()
    {
        IReadOnlyList<Diagnostic> found = Refused("""
            task: mine
            dataset_path: json
            dataset_kwargs: {data_files: {test: d.jsonl}}
            test_split: test
            output_type: multiple_choise
            doc_to_txt: "{{q}}"
            doc_to_target: "{{a"
            repeats: 0
            generation_kwargs: {untill: x}
            process_docs: !function utils.process_docs
            metric_list:
              - metric: acc
                aggregation: !function utils.agg
            quantgate: {primary-metric: exact_match, colour: red}
            """);
        Assert.Equal(
            [
                ("t.yaml(1,1)", TaskCodes.MissingKey),
                ("t.yaml(5,14)", TaskCodes.WrongValue),
                ("t.yaml(6,1)", TaskCodes.UnknownKey),
                ("t.yaml(8,10)", TaskCodes.WrongValue),
                ("t.yaml(9,21)", TaskCodes.UnknownKey),
                ("t.yaml(10,15)", TaskCodes.NeedsPython),
                ("t.yaml(13,18)", TaskCodes.NeedsPython),
                ("t.yaml(14,29)", TaskCodes.WrongValue),
                ("t.yaml(14,42)", TaskCodes.UnknownKey),
            ],
            found.Where(diagnostic => diagnostic.At.Line != 7)
                .Select(diagnostic => (Path.GetFileName(diagnostic.At.ToString()), diagnostic.Code)));
        Diagnostic template = Assert.Single(found, diagnostic => diagnostic.At.Line == 7);
        Assert.StartsWith("QG03", template.Code, StringComparison.Ordinal);
        Assert.Contains("'doc_to_text'", found.Single(diagnostic => diagnostic.At.Line == 6).Remedy, StringComparison.Ordinal);
        Assert.Contains("utils.process_docs", found.Single(diagnostic => diagnostic.At.Line == 10).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("doc_to_choice: [yes, no]")]
    [InlineData("doc_to_choice: [1, 2]")]
    public void Read_choices_that_yaml_does_not_read_as_text_are_refused(string line)
    {
        IReadOnlyList<Diagnostic> found = Refused(Minimal.Replace("generate_until", "multiple_choice", StringComparison.Ordinal) + line);
        Assert.Equal([8, 8], found.Select(diagnostic => diagnostic.At.Line));
        Assert.All(found, diagnostic => Assert.Contains("quotes", diagnostic.Remedy, StringComparison.Ordinal));
    }

    [Fact]
    public void Read_name_that_would_leave_the_results_folder_is_refused() => Assert.Equal(
        "t.yaml(1,7)",
        Path.GetFileName(Assert.Single(Refused(Minimal.Replace("mine", "../mine", StringComparison.Ordinal))).At.ToString()));

    [Fact]
    public void Read_multiple_choice_needs_choices_and_data_needs_files()
    {
        Assert.Contains(
            Refused(Minimal.Replace("generate_until", "multiple_choice", StringComparison.Ordinal)),
            diagnostic => diagnostic.Code == TaskCodes.MissingKey
                && diagnostic.Problem.Contains("doc_to_choice", StringComparison.Ordinal));
        Assert.Contains(
            Refused(Minimal.Replace("dataset_kwargs: {data_files: {test: data/d.jsonl}}", "", StringComparison.Ordinal)),
            diagnostic => diagnostic.Problem.Contains("data_files", StringComparison.Ordinal));
    }

    [Fact]
    public void Read_group_of_names_overrides_and_tasks_in_place()
    {
        Write("base.yaml", Minimal);
        Write("g.yaml", """
            group: suite
            group_alias: Suite
            task:
              - mine
              - {task: demo-facts, num_fewshot: 7}
              - group: inner
                task:
                  - demo-text
            aggregate_metric_list:
              - {metric: acc, weight_by_size: false}
              - {metric: exact_match, filter_list: [none, strict]}
            metadata: {version: 2}
            """);
        TaskSelection.Group group = Assert.IsType<TaskSelection.Group>(_library.Resolve("g.yaml", Asked, _folder.Path));
        Assert.Equal(["mine", "demo-facts", "demo-text"], group.Leaves.Select(task => task.Name));
        Assert.Equal(7, group.Leaves.ElementAt(1).Fewshot.Count);
        Assert.Equal("inner", group.Definition.Members[2].Name);
        Assert.Equal([("acc", false), ("exact_match", true)], group.Definition.Aggregations.Select(a => (a.Metric, a.WeightBySize)));
        Assert.Equal(("Suite", "2"), (group.Definition.Alias, group.Definition.Version));
    }

    [Fact]
    public void Read_group_with_unknown_double_or_own_member_is_refused()
    {
        Write("g.yaml", "group: suite\ntask:\n  - demo-fcts\n  - demo-text\n  - demo-text\n  - suite\n");
        IReadOnlyList<Diagnostic> found =
            Assert.Throws<DiagnosticException>(() => _library.Resolve("g.yaml", Asked, _folder.Path)).Diagnostics;
        Assert.Equal(3, found.Count);
        Assert.Contains(found, d => d.Code == TaskCodes.UnknownTask && d.At.Line == 3);
        Assert.Contains(found, d => d.Code == TaskCodes.Unresolved);
        Assert.Contains(found, d => d.Problem.Contains("twice", StringComparison.Ordinal));
    }
}
