using System.Text.Json;
using ModelGate.Measurement.Accuracy;

namespace ModelGate.Measurement.Tests.Accuracy.Prompts;

/// <summary>Tasks of lm-evaluation-harness as their YAML files define them, for the recorded prompts.</summary>
internal static class GoldenTasks
{
    private const string ArcQuestion =
        "Given the following question and four candidate answers (A, B, C and D), choose the best answer.\n"
        + "Question: {{question.strip()}}\n";

    private const string BestAnswer =
        "Your response should end with \"The best answer is [the_answer_letter]\" where the [the_answer_letter] is one of A, B, C or D.";

    public static FieldSpec Source(string text) => new FieldSpec.ColumnOrTemplate(text, default);

    public static TaskDefinition Task(OutputType output, string? text, FieldSpec target, FieldSpec? choices = null) => new()
    {
        Name = "task",
        At = new("task.yaml", 1, 1),
        Output = output,
        Dataset = new DatasetReference.Hub("none", null, null),
        TestSplit = "test",
        Text = text is null ? null : Source(text),
        Target = target,
        Choices = choices,
    };

    public static TaskDefinition For(string file, JsonElement row) => file switch
    {
        "arc_challenge" or "arc_challenge_25shot" => Task(
            OutputType.MultipleChoice, "Question: {{question}}\nAnswer:", Source("{{choices.label.index(answerKey)}}"),
            Source("{{choices.text}}")),
        "mmlu" => Task(
            OutputType.MultipleChoice,
            "{{question.strip()}}\nA. {{choices[0]}}\nB. {{choices[1]}}\nC. {{choices[2]}}\nD. {{choices[3]}}\nAnswer:",
            Source("answer"),
            new FieldSpec.Texts(["A", "B", "C", "D"])) with
        {
            Description = Source($"The following are multiple choice questions (with answers) about {Subject(row)}.\n\n"),
        },
        "leaderboard_bbh" => Task(
            OutputType.MultipleChoice, "Q: {{input}}\nA:", Source("{{target}}"), Texts(row.GetProperty("choices"))) with
        {
            Description = Source(row.GetProperty("messages_multiturn")[0].GetProperty("content").GetString()!),
        },
        "hellaswag" => Task(OutputType.MultipleChoice, "{{query}}", Source("{{label}}"), Source("choices")),
        "winogrande" => Task(
            OutputType.MultipleChoice,
            "{{answer|int - 1}}",
            Source("{{sentence.split('_', 1)[1].strip()}}"),
            Source("{{[sentence.split('_', 1)[0] + option1, sentence.split('_', 1)[0] + option2]}}")),
        "truthfulqa_mc2" => Task(
            OutputType.MultipleChoice,
            row.GetProperty("context").GetString()![..^(row.GetProperty("doc").GetProperty("question").GetString()!.Length + 3)]
            + "{{question}}\nA:",
            new FieldSpec.Index(0),
            Source("{{mc2_targets.choices}}")),
        "gsm8k" => Task(OutputType.GenerateUntil, "Question: {{question}}\nAnswer:", Source("{{answer}}")),
        "gsm8k_cot_llama" => Task(
            OutputType.GenerateUntil,
            "Given the following problem, reason and give a final answer to the problem.\nProblem: {{question}}\n"
            + "Your response should end with \"The final answer is [answer]\" where [answer] is the response to the problem.\n",
            Source("{{answer.split('####')[-1].strip() if answer is defined else target}}")) with { TargetDelimiter = "" },
        "arc_challenge_llama" => Task(
            OutputType.GenerateUntil,
            ArcQuestion + "A. {{choices.text[0]}}\nB. {{choices.text[1]}}\nC. {{choices.text[2]}}\nD. {{choices.text[3]}}\n" + BestAnswer,
            Source("{{ 'ABCD'[answerKey|int - 1] if answerKey|string in '1234' else answerKey }}")) with
        {
            GenerationPrefix = Source("The best answer is"),
        },
        "mmlu_llama" => Task(
            OutputType.GenerateUntil,
            ArcQuestion + "A. {{choices[0]}}\nB. {{choices[1]}}\nC. {{choices[2]}}\nD. {{choices[3]}}\n" + BestAnswer,
            Source("{{['A.','B.','C.','D.'][answer]}}")) with { GenerationPrefix = Source("The best answer is") },
        "humaneval_instruct" => Task(
            OutputType.GenerateUntil,
            "Write a solution to the following problem and make sure that it passes the tests:\n```python\n{{ prompt }}\n```\n",
            Source("{{test}}\ncheck({{entry_point}})")) with
        {
            GenerationPrefix = Source("Here is the completed function:\n```python\n{{ prompt }}\n"),
        },
        "leaderboard_ifeval" => Task(OutputType.GenerateUntil, "prompt", new FieldSpec.Index(0)),
        _ => throw new ArgumentException(file, nameof(file)),
    };

    private static string Subject(JsonElement row) =>
        row.GetProperty("task").GetString()!["mmlu_".Length..].Replace('_', ' ');

    private static FieldSpec.Texts Texts(JsonElement array) => new([.. array.EnumerateArray().Select(text => text.GetString()!)]);
}
