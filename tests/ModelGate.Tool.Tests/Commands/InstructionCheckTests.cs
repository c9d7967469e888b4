using System.Text.Json.Nodes;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>A task of verifiable instructions from documents to the reports.</summary>
public sealed class InstructionCheckTests : IDisposable
{
    private const string TaskFile = """
        task: instructions
        dataset_path: json
        dataset_kwargs: {data_files: {test: documents.jsonl}}
        test_split: test
        num_fewshot: 0
        output_type: generate_until
        doc_to_text: prompt
        doc_to_target: 0
        generation_kwargs: {until: [], do_sample: false, max_gen_toks: 12}
        metric_list:
          - {metric: prompt_level_strict_acc}
          - {metric: inst_level_strict_acc}
          - {metric: strict_acc}
        metadata: {version: 1.0}
        quantgate: {chance: 0, primary-metric: strict_acc}

        """;

    private readonly ToolRun tool = new();

    public InstructionCheckTests() => tool.Write("instructions.yaml", TaskFile);

    public void Dispose() => tool.Dispose();

    [Fact]
    public async Task Check_scores_instructions_and_says_what_is_approximate()
    {
        // The second instruction fails on any reply of twelve tokens; the first says nothing about them.
        Documents(
            """["punctuation:no_comma", "length_constraints:number_words"]""", """[{}, {"num_words": 900, "relation": "at least"}]""");
        tool.Write("policy.yml", """
            version: 1
            model: demo
            candidates:
              same: {model: demo}
            accuracy:
              tasks: [instructions.yaml]
            gates:
              - {metric: recovery, at-least: 50%, margin: 40%}

            """);
        ToolResult result = await tool.RunAsync("check", "policy.yml", "-o", "out");
        Assert.True(result.ExitCode == 0, result.ToString());
        JsonNode record = RunJson.Read(tool.Combine("out"));
        JsonNode task = record["baseline"]!["tasks"]![0]!;
        Assert.Equal("strict_acc,none", task["metric"]!.GetValue<string>());
        double instructions = task["metrics"]!["inst_level_strict_acc,none"]!.GetValue<double>();
        Assert.InRange(instructions, 1e-9, 0.5);
        Assert.Equal(0, task["metrics"]!["prompt_level_strict_acc,none"]!.GetValue<double>());
        Assert.Equal(instructions / 2, task["value"]!.GetValue<double>(), 1e-12);
        string[] notes = [.. record["notes"]!.AsArray().Select(note => note!.GetValue<string>())];
        Assert.Contains(
            notes, note => note.StartsWith("instructions: Sentences are split by the Punkt algorithm", StringComparison.Ordinal));
        Assert.Contains("Punkt algorithm", File.ReadAllText(tool.Combine("out", "report.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_malformed_documents_names_file_and_line_before_any_model_runs()
    {
        Documents("""["punctuation:no_comma", "keywords:rhyme"]""", """[{}, {}]""");
        ToolResult result = await tool.RunAsync("eval", "demo", "--tasks", "instructions.yaml", "-o", "out");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("documents.jsonl(1", result.Error, StringComparison.Ordinal);
        Assert.Contains("There is no instruction 'keywords:rhyme'.", result.Error, StringComparison.Ordinal);
    }

    private void Documents(string ids, string arguments) => tool.Write("documents.jsonl", string.Concat(
        ((string[])["the red fox", "a small house", "we walk to", "she has 5"]).Select((prompt, i) =>
            $$"""{"key": {{i}}, "prompt": "{{prompt}}", "instruction_id_list": {{ids}}, "kwargs": {{arguments}}}""" + "\n")));
}
