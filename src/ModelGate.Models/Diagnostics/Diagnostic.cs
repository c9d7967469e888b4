namespace ModelGate.Models.Diagnostics;

/// <summary>A place in a file; line and column count from 1, 0 is unknown.</summary>
public readonly record struct SourcePoint(string File, int Line = 0, int Column = 0)
{
    public override string ToString() => Line == 0 ? File : $"{File}({Line},{Column})";
}

/// <summary>One thing the user can fix: where it is, what is wrong, what to do. Printed in the form build tools make clickable.</summary>
/// <param name="Code">QG and four digits; a code never changes its meaning.</param>
/// <param name="At">The file, and the place in it where there is one.</param>
/// <param name="Problem">A full sentence that names the thing and its value.</param>
/// <param name="Remedy">A full sentence that says what to do.</param>
public sealed record Diagnostic(string Code, SourcePoint At, string Problem, string Remedy)
{
    public override string ToString() => $"{At}: error {Code}: {Problem} {Remedy}";
}

/// <summary>Work cannot go on because of things the user can fix; carries all that were found.</summary>
public sealed class DiagnosticException(IReadOnlyList<Diagnostic> diagnostics)
    : Exception(string.Join(Environment.NewLine, diagnostics))
{
    public DiagnosticException(Diagnostic diagnostic)
        : this([diagnostic])
    {
    }

    public DiagnosticException(string code, SourcePoint at, string problem, string remedy)
        : this([new Diagnostic(code, at, problem, remedy)])
    {
    }

    public IReadOnlyList<Diagnostic> Diagnostics { get; } = diagnostics;
}
