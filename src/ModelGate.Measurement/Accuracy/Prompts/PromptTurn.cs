using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Prompts;

/// <summary>A part of a prompt: a turn of a chat, or in plain text its content followed by its delimiter.</summary>
/// <param name="Delimiter">Dropped where turns are messages of their own.</param>
public sealed record PromptTurn(string Role, string Content, string Delimiter = "")
{
    public const string System = "system";
    public const string User = "user";
    public const string Assistant = "assistant";

    /// <summary>Question, and answer or opened answer, as the harness's <c>build_qa_turn</c> joins them.</summary>
    /// <param name="answer">Null for the question that is asked; empty counts as none.</param>
    /// <param name="prefix">How answers begin.</param>
    public static IReadOnlyList<PromptTurn> QuestionAndAnswer(
        string question, string? answer, string? prefix, string targetDelimiter, string fewshotDelimiter)
    {
        bool hasPrefix = !string.IsNullOrEmpty(prefix), hasAnswer = !string.IsNullOrEmpty(answer);
        bool delimited = hasPrefix ? question.Length > 0 && NeedsDelimiter(question, prefix!) : hasAnswer;
        PromptTurn asked = new(User, question, delimited ? targetDelimiter : "");
        if (hasAnswer) return [asked, new(Assistant, Delimited(prefix, answer!, " "), fewshotDelimiter)];
        return hasPrefix ? [asked, new(Assistant, prefix!)] : [asked];
    }

    /// <summary>Joins two texts, with the delimiter where neither has white space at the joint.</summary>
    public static string Delimited(string? first, string second, string delimiter)
    {
        if (string.IsNullOrEmpty(first)) return second;
        if (second.Length == 0) return first;
        return NeedsDelimiter(first, second) ? first + delimiter + second : first + second;
    }

    public static string ToText(IEnumerable<PromptTurn> turns) => string.Concat(turns.Select(turn => turn.Content + turn.Delimiter));

    /// <param name="delimiterInAnswer">See <see cref="TaskGating.DelimiterInAnswer"/>.</param>
    public static IReadOnlyList<ChatMessage> ToMessages(IReadOnlyList<PromptTurn> turns, ChatUse chat, bool delimiterInAnswer = false)
    {
        if (chat == ChatUse.MultiTurn)
        {
            return [.. turns.Select((turn, i) => new ChatMessage(
                turn.Role, delimiterInAnswer && turn.Role == Assistant ? turns[i - 1].Delimiter + turn.Content : turn.Content))];
        }

        List<ChatMessage> messages = [];
        int first = turns[0].Role == System ? 1 : 0;
        int end = turns[^1].Role == Assistant ? turns.Count - 1 : turns.Count;
        if (first == 1) messages.Add(new(System, turns[0].Content));
        IEnumerable<PromptTurn> asked = turns.Take(first..end)
            .Select((turn, i) => first + i == end - 1 ? turn with { Delimiter = "" } : turn);
        messages.Add(new(User, ToText(asked)));
        if (end < turns.Count) messages.Add(new(Assistant, turns[^1].Content));
        return messages;
    }

    private static bool NeedsDelimiter(string first, string second) =>
        !PythonText.EndsWithSpace(first) && !PythonText.StartsWithSpace(second);
}
