using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Prompts;

/// <summary>How task templates are read: as the harness's, with a filter for what its tasks do in Python functions.</summary>
public static class TaskTemplates
{
    /// <summary><c>literal_eval</c>: the value that a text prints as a Python literal, such as MuSR's lists of options.</summary>
    public static JinjaOptions Options { get; } = JinjaOptions.TaskTemplate with
    {
        HostFilters = new Dictionary<string, Func<string, object?>>(StringComparer.Ordinal)
        {
            ["literal_eval"] = text => PythonLiteral.TryParse(text, out object? value)
                ? value : throw new FormatException("the text is not a Python literal"),
        },
    };

    /// <exception cref="Models.Diagnostics.DiagnosticException">A syntax error, at its place in the file.</exception>
    public static JinjaTemplate Parse(FieldSpec.ColumnOrTemplate field) =>
        JinjaTemplate.Parse(field.Source, field.At, Options with { Indentation = field.Indentation });
}
