using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelGate.Testing;

/// <summary>
/// The real benchmark documents of <see cref="Repository.Shared"/> laid out as a data folder, and made-up rows where a benchmark is not
/// there: ARC's validation rows stand in for test, HellaSwag's for train.
/// </summary>
public sealed class SharedDataFolder : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <exception cref="InvalidOperationException"><see cref="Repository.Shared"/> is absent; skip the test before.</exception>
    public SharedDataFolder()
    {
        string data = System.IO.Path.Combine(
            Repository.Shared ?? throw new InvalidOperationException("The reference material is not here."), "data");
        foreach ((string from, string to) in Files)
        {
            string source = System.IO.Path.Combine(data, from);
            if (File.Exists(source)) File.Copy(source, Target(to));
        }

        foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(data, "bbh"), "*.jsonl"))
        {
            File.Copy(file, Target($"SaylorTwift/bbh/{System.IO.Path.GetFileNameWithoutExtension(file)}/test.jsonl"));
        }

        foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(data, "mmlu"), "*.jsonl"))
        {
            string[] name = System.IO.Path.GetFileName(file).Split('.');
            File.Copy(file, Target($"cais/mmlu/{name[0]}/{name[1]}.jsonl"));
            File.Copy(file, Target($"hails/mmlu_no_train/{name[0]}/{name[1]}.jsonl"));
        }

        Math(System.IO.Path.Combine(data, "math", "test_level5_slice.jsonl"));
        Gpqa();
    }

    public string Path => folder.Path;

    private static (string From, string To)[] Files =>
    [
        ("arc_challenge/train.jsonl", "allenai/ai2_arc/ARC-Challenge/train.jsonl"),
        ("arc_challenge/validation.jsonl", "allenai/ai2_arc/ARC-Challenge/validation.jsonl"),
        ("arc_challenge/validation.jsonl", "allenai/ai2_arc/ARC-Challenge/test.jsonl"),
        ("gsm8k/train_first60.jsonl", "openai/gsm8k/main/train.jsonl"),
        ("gsm8k/test_0000_0299.jsonl", "openai/gsm8k/main/test.jsonl"),
        ("hellaswag/validation_rebuilt.jsonl", "Rowan/hellaswag/default/train.jsonl"),
        ("hellaswag/validation_rebuilt.jsonl", "Rowan/hellaswag/default/validation.jsonl"),
        ("winogrande/train_first100.jsonl", "allenai/winogrande/winogrande_xl/train.jsonl"),
        ("winogrande/validation_0000_0299.jsonl", "allenai/winogrande/winogrande_xl/validation.jsonl"),
        ("truthfulqa/multiple_choice_0000_0399.jsonl", "truthfulqa/truthful_qa/multiple_choice/validation.jsonl"),
        ("ifeval/input_data_000_359.jsonl", "wis-k/instruction-following-eval/default/train.jsonl"),
        ("ifeval/input_data_000_359.jsonl", "google/IFEval/default/train.jsonl"),
        ("musr/murder_mysteries.jsonl", "TAUR-Lab/MuSR/default/murder_mysteries.jsonl"),
        ("musr/object_placements.jsonl", "TAUR-Lab/MuSR/default/object_placements.jsonl"),
        ("musr/team_allocation.jsonl", "TAUR-Lab/MuSR/default/team_allocation.jsonl"),
        ("mmlu_pro/test_slice.jsonl", "TIGER-Lab/MMLU-Pro/default/test.jsonl"),
        ("mmlu_pro/validation_math.jsonl", "TIGER-Lab/MMLU-Pro/default/validation.jsonl"),
        ("humaneval/HumanEval_000_109.jsonl", "openai/openai_humaneval/default/test.jsonl"),
        ("mbpp/prompt_1_10.jsonl", "google-research-datasets/mbpp/full/prompt.jsonl"),
        ("mbpp/test_11_310.jsonl", "google-research-datasets/mbpp/full/test.jsonl"),
        ("arena_hard/question_000_329.jsonl", "lmarena-ai/arena-hard-auto/data/arena-hard-v0.1/question.jsonl"),
        ("arena_hard/answers_gpt-4-0314.jsonl", "lmarena-ai/arena-hard-auto/data/arena-hard-v0.1/model_answer/gpt-4-0314.jsonl"),
    ];

    /// <summary>
    /// Writes made-up rows of another set's form for each configuration that is not there, so that a whole suite can run.
    /// </summary>
    /// <param name="dataset">Such as <c>cais/mmlu</c>, of which at least one configuration is there.</param>
    /// <param name="rows">Of each split.</param>
    public void FillMissing(string dataset, IEnumerable<string> configurations, int rows = 6)
    {
        string[] model = Directory.GetDirectories(System.IO.Path.Combine(Path, dataset)).Order(StringComparer.Ordinal).ToArray();
        foreach (string configuration in configurations)
        {
            if (Directory.Exists(System.IO.Path.Combine(Path, dataset, configuration))) continue;
            foreach (string split in Directory.GetFiles(model[0]))
            {
                IEnumerable<string> lines = File.ReadLines(split).Take(rows);
                File.WriteAllLines(Target($"{dataset}/{configuration}/{System.IO.Path.GetFileName(split)}"), lines);
            }
        }
    }

    public void Dispose() => folder.Dispose();

    private void Math(string file)
    {
        foreach (IGrouping<string, string> type in File.ReadLines(file).GroupBy(line => Text(line, "type")))
        {
            string configuration = type.Key.ToLowerInvariant().Replace(" & ", "_and_", StringComparison.Ordinal).Replace(' ', '_');
            File.WriteAllLines(Target($"DigitalLearningGmbH/MATH-lighteval/{configuration}/test.jsonl"), type);
            File.WriteAllLines(Target($"DigitalLearningGmbH/MATH-lighteval/{configuration}/train.jsonl"), type);
        }
    }

    /// <summary>GPQA is gated and asks not to be published, so that its rows are made up.</summary>
    private void Gpqa()
    {
        foreach (string configuration in (string[])["gpqa_main", "gpqa_extended", "gpqa_diamond"])
        {
            File.WriteAllLines(Target($"Idavidrein/gpqa/{configuration}/train.jsonl"), Enumerable.Range(1, 8).Select(i => new JsonObject
            {
                ["Question"] = $"Which number is {i} times {i}?",
                ["Correct Answer"] = $"{i * i}",
                ["Incorrect Answer 1"] = $"{(i * i) + 1}",
                ["Incorrect Answer 2"] = $"{(i * i) + 2} [title]",
                ["Incorrect Answer 3"] = $"{(i * i) + 3}",
            }.ToJsonString()));
        }
    }

    private static string Text(string line, string field)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty(field).GetString()!;
    }

    private string Target(string relative)
    {
        string path = System.IO.Path.Combine(Path, relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        return path;
    }
}
