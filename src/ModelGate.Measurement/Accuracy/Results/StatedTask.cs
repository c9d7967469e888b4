using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>A score as a results file states it.</summary>
/// <param name="StandardError">Null for <c>N/A</c>.</param>
public sealed record StatedScore(string Metric, string Filter, double Value, double? StandardError, bool? HigherIsBetter)
{
    public string Key => $"{Metric},{Filter}";
}

/// <summary>What only our own files say of a task.</summary>
public sealed record StatedGating(
    string? PrimaryMetric, double? Chance, bool Normalise, (double Low, double High)? Range, bool IsPrefix, string? Fingerprint)
{
    /// <summary>Who judged the answers, and in how many runs; null where nobody did.</summary>
    public string? Judge { get; init; }
}

/// <summary>One task of a results folder.</summary>
/// <param name="Documents">Evaluated.</param>
/// <param name="OriginalDocuments">In the whole split; null where the file does not say.</param>
/// <param name="Gating">Null in files of the harness.</param>
/// <param name="SamplesFile">Null where the folder has no samples of this task.</param>
public sealed record StatedTask(
    string Name,
    IReadOnlyList<StatedScore> Scores,
    int? Documents,
    int? OriginalDocuments,
    string? Version,
    StatedGating? Gating,
    string? SamplesFile)
{
    /// <summary>Only the first documents were evaluated: known, or told by the harness's <c>limit</c>.</summary>
    public bool IsPrefix => Gating?.IsPrefix ?? (Documents is { } some && OriginalDocuments is { } all && some < all);

    /// <summary>Per-document scores; empty where there is no samples file.</summary>
    /// <exception cref="DiagnosticException">A line is not what the harness or this tool writes.</exception>
    public IReadOnlyList<SampleRecord> ReadSamples() => SamplesFile is null ? [] : SamplesReader.Read(SamplesFile);
}
