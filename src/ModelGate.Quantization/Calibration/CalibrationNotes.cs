using ModelGate.Quantization.Modules;

namespace ModelGate.Quantization.Calibration;

/// <summary>What a user should know of the calibration text before trusting the result.</summary>
internal static class CalibrationNotes
{
    /// <summary>Weights of a model above which random tokens are a warning in every format.</summary>
    private const long LargeModelWeights = 8_000_000_000;

    public static IEnumerable<QuantizationNote> Of(
        CalibrationSettings settings, CalibrationReport report, QuantizationRecipe recipe, QuantizationPlan plan)
    {
        if (report.ExcludedRows.Count > 0)
            yield return new(NoteLevel.Note, $"{report.ExcludedRows.Count} of {report.Rows} calibration rows are excluded.");
        if (report.Windows < report.WindowsWanted)
            yield return new(
                NoteLevel.Note,
                $"The calibration text gives {report.Windows} windows of {report.WindowLength} tokens; "
                + $"{report.WindowsWanted} were asked for.");

        int widest = plan.Modules.Where(module => module.Scheme is not null).Max(module => module.Source.Columns);
        if (recipe.Quantizer.NeedsCalibration && report.Tokens < 2L * widest)
        {
            yield return new(
                NoteLevel.Warning,
                $"{report.Tokens} calibration tokens are fewer than twice the widest input ({widest}); {recipe.Quantizer.Name} is "
                + $"then often no better than rtn. Give at least {2L * widest} tokens.");
        }

        if (settings.Source is not CalibrationSource.RandomTokens) yield break;
        bool isInt4 = plan.Modules.Any(module => module.Scheme?.Weights.Bits == 4);
        bool isLarge = plan.Modules.Sum(module => (long)module.Source.Rows * module.Source.Columns) > LargeModelWeights;
        if (isInt4 || isLarge)
        {
            yield return new(
                NoteLevel.Warning,
                $"Random tokens are known to harm {(isInt4 ? "INT4" : "models above 8 billion weights")} (arXiv 2411.02355). "
                + "Calibrate with text.");
        }
    }
}
