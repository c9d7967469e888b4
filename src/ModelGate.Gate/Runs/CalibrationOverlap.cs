using ModelGate.Gate.Policies;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization.Calibration;

namespace ModelGate.Gate.Runs;

/// <summary>Leaves out calibration rows that equal an evaluated document: a model must not be tuned on its own examination.</summary>
internal static class CalibrationOverlap
{
    /// <summary>Share of matching rows above which the calibration text is the wrong one, not merely unlucky.</summary>
    private const double MostMatching = 0.2;

    /// <summary>
    /// The settings without the rows whose text, after case and white space, is a document or its prompt with its target.
    /// </summary>
    /// <param name="contained">Told how many of how many other rows contain a document; they stay.</param>
    /// <param name="modelDirectory">Its chat template renders rows of instruction and answer.</param>
    /// <param name="at">Where the policy says what calibrates.</param>
    /// <exception cref="DiagnosticException">QG0114: more than a fifth of the rows match. QG05xx: the file.</exception>
    public static CalibrationSettings LeaveOut(
        CalibrationSettings settings, string modelDirectory, IReadOnlyList<PlannedSuite> suites, SourcePoint at,
        out string? contained)
    {
        contained = null;
        if (settings.Source is not CalibrationSource.TextFile file) return settings;
        string[] texts =
            [.. suites.SelectMany(suite => suite.Tasks).SelectMany(task => task.IdentifyingTexts()).SelectMany(of => of).Distinct()];
        HashSet<string> documents = [.. texts.Select(RowHash.Of)];
        IReadOnlyList<CalibrationRow> rows = CalibrationRow.ReadFile(file.Path, modelDirectory);
        string[] matching = [.. rows.Select(row => row.Hash).Where(documents.Contains)];
        if (matching.Length > MostMatching * rows.Count)
        {
            throw new DiagnosticException(
                PolicyCodes.CalibrationIsEvaluation, at,
                $"{matching.Length} of {rows.Count} calibration rows are documents of the tasks that judge the result.",
                "Calibrate on other text, or evaluate on other documents.");
        }

        // A prompt wraps the document in a task's words; a row that gives it away need not.
        IEnumerable<string> fields = suites
            .SelectMany(suite => suite.Tasks)
            .SelectMany(task => task.Prompts)
            .SelectMany(prompt => prompt.Document.Fields.Values.OfType<string>());
        ContainedTexts within = new(texts.Concat(fields));
        int containing = rows.Count(row => !documents.Contains(row.Hash) && within.AnyIn(row.Text));
        if (containing > 0)
        {
            contained = $"{containing} of {rows.Count} calibration rows contain an evaluated document; they are not left out, "
                + "because they are not the document itself.";
        }

        return settings with { ExcludedRows = matching.ToHashSet() };
    }
}
