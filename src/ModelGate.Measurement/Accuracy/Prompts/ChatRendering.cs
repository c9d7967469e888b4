using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Prompts;

/// <summary>Applies a model's chat template as the harness does through Hugging Face's <c>apply_chat_template</c>.</summary>
internal static class ChatRendering
{
    /// <summary>
    /// A last assistant message is left open, to be continued; else the template opens the assistant's turn. A template that refuses a
    /// system message is applied again without it.
    /// </summary>
    public static string Render(ChatTemplate template, IReadOnlyList<ChatMessage> messages)
    {
        try
        {
            return RenderOpen(template, messages);
        }
        catch (TemplateRaisedException) when (messages[0].Role == PromptTurn.System && messages.Count > 1)
        {
            return RenderOpen(template, [.. messages.Skip(1)]);
        }
    }

    private static string RenderOpen(ChatTemplate template, IReadOnlyList<ChatMessage> messages) =>
        messages[^1].Role == PromptTurn.Assistant
            ? template.RenderUnfinished(messages)
            : template.Render(messages, addGenerationPrompt: true);
}
