using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Yaml;

/// <summary>The diagnostic codes one kind of file uses for its mistakes of form.</summary>
/// <param name="Syntax">The file is not YAML, or uses YAML that is not accepted here.</param>
/// <param name="DuplicateKey">A key stands twice in one mapping.</param>
/// <param name="UnknownKey">A key that nothing reads.</param>
/// <param name="MissingKey">A required key is absent.</param>
/// <param name="WrongValue">A value of the wrong kind or out of range.</param>
public sealed record YamlCodes(string Syntax, string DuplicateKey, string UnknownKey, string MissingKey, string WrongValue);

/// <summary>Collects everything that is wrong with a file, so that all mistakes come out together.</summary>
public sealed class YamlProblems(YamlCodes codes)
{
    private readonly List<Diagnostic> _found = [];

    public YamlCodes Codes { get; } = codes;

    public IReadOnlyList<Diagnostic> Found => _found;

    public void Add(string code, SourcePoint at, string problem, string remedy) => _found.Add(new(code, at, problem, remedy));

    public void Add(Diagnostic diagnostic) => _found.Add(diagnostic);

    public void WrongValue(YamlNode node, string problem, string remedy) => Add(Codes.WrongValue, node.At, problem, remedy);

    /// <exception cref="DiagnosticException">Something was found; in the order of the file.</exception>
    public void ThrowIfAny()
    {
        if (_found.Count == 0) return;
        // One place may be read for many tasks.
        throw new DiagnosticException(
            [.. _found.Distinct().OrderBy(d => d.At.File, StringComparer.Ordinal).ThenBy(d => d.At.Line).ThenBy(d => d.At.Column)]);
    }
}
