using ModelGate.Models.Diagnostics;
using YamlDotNet.Core;

namespace ModelGate.Gate.Yaml;

/// <summary>
/// Builds the node tree from parser events, so that positions and scalar styles survive. One document a file; keys are scalars and unique;
/// an alias stands for the node it names; <c>&lt;&lt;</c> merges mappings, keys written out win.
/// </summary>
public static class YamlFile
{
    /// <exception cref="DiagnosticException">A syntax error, a duplicate key, or YAML that is not accepted.</exception>
    public static YamlNode Load(string path, YamlCodes codes)
    {
        try
        {
            return Parse(File.ReadAllText(path), path, codes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                codes.Syntax, new SourcePoint(path), $"The file cannot be read: {error.Message}",
                "Name a file that exists and is readable.");
        }
    }

    /// <param name="file">The name that positions carry.</param>
    /// <inheritdoc cref="Load"/>
    public static YamlNode Parse(string text, string file, YamlCodes codes)
    {
        YamlProblems problems = new(codes);
        YamlNode root;
        try
        {
            root = new YamlTreeBuilder(text, file, problems).Build();
        }
        catch (YamlException error)
        {
            SourcePoint at = new(file, (int)error.Start.Line, (int)error.Start.Column);
            throw new DiagnosticException(codes.Syntax, at, $"This is not YAML: {Sentence(error)}", "Correct the syntax at this place.");
        }

        problems.ThrowIfAny();
        return root;
    }

    private static string Sentence(YamlException error)
    {
        string message = (error.InnerException ?? error).Message.Trim();
        return message.EndsWith('.') ? message : message + ".";
    }
}
