using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

/// <summary>Files that stand for many tasks, tags, and overrides of whole groups.</summary>
public sealed class TaskExpansionTests : IDisposable
{
    private const string Common = """
        dataset_path: json
        dataset_kwargs: {data_files: {test: d.jsonl}}
        test_split: test
        doc_to_text: "{{q}}"
        doc_to_target: a

        """;

    private readonly TemporaryFolder _folder = new();
    private readonly TaskLibrary _library = new(Repository.Root);

    public void Dispose() => _folder.Dispose();

    private void Write(string name, string text) => File.WriteAllText(_folder.Combine(name), text);

    private TaskSelection Resolve(string name) => _library.Resolve(name, new("quantgate.yml", 3, 5), _folder.Path);

    private IReadOnlyList<Diagnostic> Refused(string name) => Assert.Throws<DiagnosticException>(() => Resolve(name)).Diagnostics;

    [Fact]
    public void ForEach_of_lists_takes_every_combination_and_fills_every_text()
    {
        Write("many.yaml", Common + """
            task: t_${size}_${colour}
            description: "A ${colour|upper} ${size + 1}. Costs $${size}."
            num_fewshot: ${size}
            metric_list:
              - {metric: acc, note: "${colour}"}
            quantgate: {chance: 0.5, for-each: {size: [1, 2], colour: [red, blue]}}
            """);
        TaskSelection all = Resolve("many.yaml");
        Assert.Equal("many", all.Name);
        Assert.Equal(["t_1_red", "t_1_blue", "t_2_red", "t_2_blue"], all.Leaves.Select(task => task.Name));
        TaskDefinition last = all.Leaves.Last();
        Assert.Equal("A BLUE 3. Costs $2.", Assert.IsType<FieldSpec.ColumnOrTemplate>(last.Description).Source);
        Assert.Equal((2, "blue", 0.5), (last.Fewshot.Count, last.Metrics[0].Part.Arguments["note"].Value, last.Gating.Chance));
        Assert.False(((IReadOnlyDictionary<string, object?>)last.Configuration["quantgate"]!).ContainsKey("for-each"));
    }

    [Fact]
    public void ForEach_of_an_included_list_keeps_values_together()
    {
        Write("list.yaml", "quantgate:\n  for-each:\n    - {name: x, area: one}\n    - {name: y, area: two}\n");
        Write("many.yaml", "include: list.yaml\ntag: ${area}_tasks\ntask: ${name}\nquantgate: {chance: 0.1}\n" + Common);
        Write("g.yaml", "group: g\ntask:\n  - one_tasks\n  - {task: two_tasks, num_fewshot: 4}\n");
        Assert.Equal([("x", 0, 0.1), ("y", 4, 0.1)],
            Resolve("g.yaml").Leaves.Select(task => (task.Name, task.Fewshot.Count, task.Gating.Chance!.Value)));
    }

    [Theory]
    [InlineData("task: t_${n}\nquantgate: {for-each: {m: [1, 2]}}", "t.yaml(6,7)", "m")]
    [InlineData("task: t_${n|nofilter}\nquantgate: {for-each: {n: [1, 2]}}", "t.yaml(6,7)", "nofilter")]
    [InlineData("task: t\nquantgate: {for-each: {n: [1, 2]}}", "t.yaml(1,1)", "'t'")]
    [InlineData("task: t_${n}\nquantgate: {for-each: {n: 1}}", "t.yaml(7,27)", "for-each")]
    [InlineData("task: t_${n}\nquantgate: {for-each: []}", "t.yaml(7,23)", "for-each")]
    [InlineData("task: t_${n}\nquantgate: {for-each: [1]}", "t.yaml(7,24)", "for-each")]
    public void ForEach_mistakes_have_a_place(string rest, string place, string named)
    {
        Write("t.yaml", Common + rest);
        Diagnostic found = Assert.Single(Refused("t.yaml"));
        Assert.Equal((TaskCodes.WrongValue, place), (found.Code, Path.GetFileName(found.At.ToString())));
        Assert.Contains(named, found.Problem + found.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_of_a_group_reach_every_task_below_and_the_outermost_wins()
    {
        Write("a.yaml", Common + "task: a\nquantgate: {chance: 0.3, chat-template: single-turn}\n");
        Write("b.yaml", Common + "task: b\nnum_fewshot: 1\n");
        Write("inner.yaml", "group: inner\ntask:\n  - a\n  - {task: b, num_fewshot: 2, description: D}\n");
        Write("middle.yaml", "group: middle\ntask:\n  - inner\n");
        Write("outer.yaml", """
            group: outer
            task:
              - task: middle
                num_fewshot: 3
                quantgate: {chat-template: multi-turn, add-bos: true, system-prompt: S, max-tokens: 7, delimiter-in-answer: true,
                            context-length: 99}
            """);
        TaskDefinition[] leaves = [.. Resolve("outer.yaml").Leaves];
        Assert.Equal([("a", 3), ("b", 3)], leaves.Select(task => (task.Name, task.Fewshot.Count)));
        Assert.Equal("D", Assert.IsType<FieldSpec.ColumnOrTemplate>(leaves[1].Description).Source);
        Assert.Equal(
            new TaskGating
            {
                Chance = 0.3, Chat = ChatUse.MultiTurn, AddBeginOfSequence = true, SystemInstruction = "S", DelimiterInAnswer = true,
                ContextLength = 99,
            },
            leaves[0].Gating);
        Assert.Equal(7, leaves[0].Generation.MaxTokens);
        Assert.Equal(0, Resolve("a.yaml").Leaves.Single().Fewshot.Count);
    }

    [Fact]
    public void Override_that_no_task_has_is_reported_once_for_the_whole_group()
    {
        Write("g.yaml", "group: g\ntask:\n  - {task: mmlu_stem, num_fewshots: 5}\n");
        Diagnostic found = Assert.Single(Refused("g.yaml"));
        Assert.Equal((TaskCodes.UnknownKey, "g.yaml(3,23)"), (found.Code, Path.GetFileName(found.At.ToString())));
        Assert.Contains("'num_fewshot'", found.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Scoring_of_a_group_is_read_and_its_mistakes_are_placed()
    {
        Write("a.yaml", Common + "task: a\n");
        Write("g.yaml", "group: g\ntask:\n  - a\nquantgate: {weights: equal, normalise: whole, chance: 0.25}\n");
        Assert.Equal(
            new GroupScoring { Weights = GroupWeights.Equal, Normalise = GroupNormalisation.Whole, Chance = 0.25 },
            Assert.IsType<TaskSelection.Group>(Resolve("g.yaml")).Definition.Scoring);
        Write("g.yaml", "group: g\ntask:\n  - a\nquantgate: {weights: size, normalise: whole, chances: 0.25}\n");
        Assert.Equal(
            [(22, TaskCodes.WrongValue), (39, TaskCodes.WrongValue), (46, TaskCodes.UnknownKey)],
            Refused("g.yaml").Select(found => (found.At.Column, found.Code)));
    }

    [Fact]
    public void Metric_may_be_computed_by_another_than_its_name_says_but_names_are_unique()
    {
        Write("a.yaml", Common + "task: a\nmetric_list:\n  - {metric: acc, scorer: mc2}\nquantgate: {primary-metric: acc}\n");
        MetricSpec metric = Assert.Single(Resolve("a.yaml").Leaves.Single().Metrics);
        Assert.Equal(("acc", "mc2", 9), (metric.Name, metric.Implementation.Name, metric.Implementation.At.Line + 1));
        Write("a.yaml", Common + "task: a\nmetric_list:\n  - metric: acc\n  - {metric: acc, scorer: mc2}\n");
        Assert.Contains("two metrics", Assert.Single(Refused("a.yaml")).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Tag_alone_stands_for_its_tasks() => Assert.Equal(12, Resolve("mmlu_social_sciences_tasks").Leaves.Count());
}
