using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>What the judge is told: a system prompt and a template with places for prompt and answers.</summary>
/// <param name="Template">Holds <c>{question_1}</c>, <c>{answer_1}</c> (assistant A) and <c>{answer_2}</c> (assistant B) once each.</param>
/// <param name="Continue">Said when a reply has no label.</param>
/// <param name="MaxTokens">Of a reply.</param>
internal sealed record PairwisePrompt(string System, string Template, string Continue, int MaxTokens)
{
    private const int DefaultMaxTokens = 4096;
    private static readonly string[] Places = ["{question_1}", "{answer_1}", "{answer_2}"];

    /// <exception cref="DiagnosticException">A text is missing, or lacks a place.</exception>
    public static PairwisePrompt Of(PartArguments arguments)
    {
        string template = Required(arguments, "prompt_template");
        foreach (string place in Places.Where(place => template.Split(place).Length != 2))
        {
            throw new DiagnosticException(
                TaskCodes.WrongValue, arguments.PlaceOf("prompt_template"), $"'prompt_template' must hold {place} once.",
                "Correct the text.");
        }

        return new(
            Required(arguments, "system_prompt"), template, Required(arguments, "continue_prompt"),
            (int)(arguments.Integer("max_tokens") ?? DefaultMaxTokens));
    }

    public JudgeRequest FirstRequest(string question, string answerA, string answerB, int run) => new(
        [new("system", System), new("user", Fill(question, answerA, answerB))], MaxTokens, run);

    public JudgeRequest NextRequest(JudgeRequest asked, string reply) => asked with
    {
        Messages = [.. asked.Messages, new("assistant", reply), new("user", Continue)],
    };

    /// <summary>In one pass, so that places written in a text stay as they are.</summary>
    private string Fill(string question, string answerA, string answerB)
    {
        (int At, string Place, string Text)[] parts =
        [
            .. Places.Zip((string[])[question, answerA, answerB])
                .Select(pair => (Template.IndexOf(pair.First, StringComparison.Ordinal), pair.First, pair.Second))
                .OrderBy(part => part.Item1),
        ];
        string filled = "";
        int done = 0;
        foreach ((int at, string place, string text) in parts)
        {
            filled += Template[done..at] + text;
            done = at + place.Length;
        }

        return filled + Template[done..];
    }

    private static string Required(PartArguments arguments, string name) => arguments.Text(name) is { Length: > 0 } text
        ? text
        : throw new DiagnosticException(TaskCodes.MissingKey, arguments.Part.At, $"'{arguments.Part.Name}' needs '{name}'.", "Add it.");
}
