using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates.Evaluation;
using ModelGate.Models.Templates.Syntax;
using ModelGate.Models.Templates.Values;

namespace ModelGate.Models.Templates;

/// <summary>
/// A Jinja template, parsed once and rendered any number of times, by several threads at once if need be. It follows Jinja2 3.1 and
/// Python's values; without <c>extends</c>, <c>include</c>, <c>import</c>, <c>block</c> and automatic escaping.
/// </summary>
public sealed class JinjaTemplate
{
    private readonly Block _block;
    private readonly JinjaOptions _options;

    private JinjaTemplate(string source, Block block, SourcePoint origin, JinjaOptions options)
    {
        Source = source;
        _block = block;
        Origin = origin;
        _options = options;
    }

    /// <summary>The template's text with lines that end in <c>\n</c>.</summary>
    public string Source { get; }

    public SourcePoint Origin { get; }

    /// <param name="origin">
    /// Where the text begins, if it stands in the file line by line; line 0 if it is escaped inside another format, as in JSON.
    /// </param>
    /// <param name="options">Null is <see cref="JinjaOptions.ChatTemplate"/>.</param>
    /// <exception cref="DiagnosticException">A syntax error, or a tag that is not supported.</exception>
    public static JinjaTemplate Parse(string source, SourcePoint origin, JinjaOptions? options = null)
    {
        options ??= JinjaOptions.ChatTemplate;
        string text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (!options.KeepTrailingNewline && text.EndsWith('\n')) text = text[..^1];
        try
        {
            return new JinjaTemplate(text, TemplateParser.Parse(text, options), origin, options);
        }
        catch (TemplateFault fault)
        {
            throw fault.ToException(origin, text, 0, options.Indentation);
        }
    }

    /// <param name="variables">
    /// null, bool, int, long, double, float, string, JsonElement, lists and string-keyed dictionaries of these.
    /// </param>
    /// <exception cref="DiagnosticException">An error of the template on these values.</exception>
    /// <exception cref="TemplateRaisedException">The template called <c>raise_exception</c>.</exception>
    /// <exception cref="ArgumentException">A variable has another type.</exception>
    public string Render(IReadOnlyDictionary<string, object?> variables)
    {
        Runtime runtime = new(_options);
        ExpressionEvaluator expressions = new(runtime);
        try
        {
            Scope scope = new(GlobalFunctions.Create(runtime, message => new TemplateRaisedException(message, Origin)));
            foreach ((string name, object? value) in variables) scope.Set(name, ValueConversion.From(value));
            return new StatementEvaluator(runtime, expressions).Render(_block, scope);
        }
        catch (TemplateFault fault)
        {
            throw fault.ToException(Origin, Source, expressions.Offset, _options.Indentation);
        }
    }
}
