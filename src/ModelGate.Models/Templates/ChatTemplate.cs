using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Templates;

/// <summary>A model's own template that turns a conversation into a prompt, run as transformers' <c>apply_chat_template</c> does.</summary>
public sealed class ChatTemplate
{
    // Trailing white space shows whether the template trims contents.
    private const string UnfinishedMark = "CONTINUE_FINAL_MESSAGE_TAG ";

    private readonly JinjaTemplate _template;
    private readonly IReadOnlyDictionary<string, object?> _specialTokens;

    /// <param name="specialTokens">Texts of <c>bos_token</c>, <c>eos_token</c> and so on, those that the tokenizer has.</param>
    internal ChatTemplate(JinjaTemplate template, IReadOnlyDictionary<string, object?> specialTokens)
    {
        _template = template;
        _specialTokens = specialTokens;
    }

    public string Source => _template.Source;

    /// <summary>The prompt may differ from day to day: the template asks for the date.</summary>
    public bool ReadsClock => Source.Contains("strftime_now", StringComparison.Ordinal);

    /// <summary>
    /// The template of a model's directory: <c>chat_template.jinja</c>, else <c>chat_template</c> of <c>tokenizer_config.json</c> (a
    /// text, or the one named <c>default</c> of several), else that of <c>chat_template.json</c>.
    /// </summary>
    /// <param name="clock">What the template's <c>strftime_now</c> reads; null is the system's.</param>
    /// <returns>Null for a model without one.</returns>
    /// <exception cref="DiagnosticException">A file cannot be read, or the template has a syntax error.</exception>
    public static ChatTemplate? Load(string directory, TimeProvider? clock = null)
    {
        JinjaOptions options = JinjaOptions.ChatTemplate with { Clock = clock ?? TimeProvider.System };
        return ChatTemplateFiles.Read(directory) is var (source, origin, specialTokens)
            ? new ChatTemplate(JinjaTemplate.Parse(source, origin, options), specialTokens)
            : null;
    }

    /// <param name="extra">More variables, such as <c>tools</c> or <c>enable_thinking</c>; they win over the template's own.</param>
    /// <exception cref="TemplateRaisedException">The template refuses these messages.</exception>
    /// <exception cref="DiagnosticException">The template fails on them.</exception>
    public string Render(
        IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, IReadOnlyDictionary<string, object?>? extra = null)
    {
        Dictionary<string, object?> variables = new(_specialTokens, StringComparer.Ordinal)
        {
            ["messages"] = messages.Select(ToVariable).ToList(),
            ["tools"] = null,
            ["documents"] = null,
            ["add_generation_prompt"] = addGenerationPrompt,
        };
        foreach ((string name, object? value) in extra ?? new Dictionary<string, object?>()) variables[name] = value;
        return _template.Render(variables);
    }

    /// <summary>Ends within the last message, an answer to go on with, where its text ends.</summary>
    /// <exception cref="TemplateRaisedException">The template refuses these messages.</exception>
    /// <exception cref="DiagnosticException">The template fails on them, or leaves the last message out.</exception>
    public string RenderUnfinished(IReadOnlyList<ChatMessage> messages, IReadOnlyDictionary<string, object?>? extra = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(messages.Count);
        ChatMessage last = messages[^1];
        List<ChatMessage> marked = [.. messages.SkipLast(1), last with { Content = last.Content + UnfinishedMark }];
        string text = Render(marked, addGenerationPrompt: false, extra);
        int mark = text.LastIndexOf(UnfinishedMark.TrimEnd(), StringComparison.Ordinal);
        if (mark < 0)
        {
            throw new DiagnosticException(
                TemplateCodes.Operation, _template.Origin, "The template does not print the last message, so it cannot be continued.",
                "Use a template that prints it, or render the messages as finished ones.");
        }

        bool keepsSpace = text.AsSpan(mark).StartsWith(UnfinishedMark, StringComparison.Ordinal);
        return keepsSpace ? text[..mark] : text[..mark].TrimEnd();
    }

    private static Dictionary<string, object?> ToVariable(ChatMessage message) =>
        new(StringComparer.Ordinal) { ["role"] = message.Role, ["content"] = message.Content };
}
