using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Templates;

/// <summary>An error of a template before its place is known; <see cref="JinjaTemplate"/> turns it into a diagnostic.</summary>
internal sealed class TemplateFault(string code, string problem, string remedy) : Exception(problem)
{
    public string Code { get; } = code;

    public string Remedy { get; } = remedy;

    /// <summary>Offset in the template's text; −1 where the evaluator knows it better.</summary>
    public int Offset { get; init; } = -1;

    public static TemplateFault Syntax(string problem, int offset) =>
        new(TemplateCodes.Syntax, problem, "Correct the template.") { Offset = offset };

    public static TemplateFault Undefined(string description) =>
        new(TemplateCodes.Undefined, description, "Provide the value, or test it with `is defined` or `default`.");

    public static TemplateFault Operation(string problem) =>
        new(TemplateCodes.Operation, problem, "Correct the template or the values it is given.");

    public static TemplateFault Unsupported(string problem, string remedy, int offset = -1) =>
        new(TemplateCodes.Unsupported, problem, remedy) { Offset = offset };

    public static TemplateFault Limit(string problem) =>
        new(TemplateCodes.Limit, problem, "Look for a loop or a repetition that runs away.");

    /// <summary>
    /// Names the place inside the template in words, and in the file where the template's text stands line by line in the file.
    /// </summary>
    /// <param name="origin">Where the template's first character is; line 0 for a template that is escaped inside another format.</param>
    /// <param name="indentation">See <see cref="JinjaOptions.Indentation"/>.</param>
    public DiagnosticException ToException(SourcePoint origin, string source, int offset, int? indentation)
    {
        int end = Math.Clamp(Offset >= 0 ? Offset : offset, 0, source.Length);
        int line = 1 + source.AsSpan(0, end).Count('\n');
        int column = end - source.AsSpan(0, end).LastIndexOf('\n');
        SourcePoint at = origin switch
        {
            { Line: 0 } => origin,
            _ when line == 1 => origin with { Column = origin.Column + column - 1 },
            _ => indentation is { } before ? new SourcePoint(origin.File, origin.Line + line - 1, before + column) : origin,
        };
        return new DiagnosticException(Code, at, $"{Message} (line {line}, column {column} of the template).", Remedy);
    }
}
