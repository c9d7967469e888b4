using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>Shows one run on one surface. A reporter computes nothing: every number it shows is in the record.</summary>
public interface IReporter
{
    /// <summary>The word for <c>--format</c>.</summary>
    string Name { get; }

    /// <summary>One line for <c>list</c>.</summary>
    string Summary { get; }

    /// <summary>The file that <c>check</c> writes into the output folder; null for a surface without one.</summary>
    string? FileName { get; }

    void Write(RunRecord record, TextWriter output, ReportSurface surface);
}

/// <param name="HasColor">ANSI colours are allowed.</param>
/// <param name="WidthColumns">Columns of the terminal.</param>
public sealed record ReportSurface(bool HasColor, int WidthColumns)
{
    public static ReportSurface File { get; } = new(HasColor: false, WidthColumns: 160);
}
