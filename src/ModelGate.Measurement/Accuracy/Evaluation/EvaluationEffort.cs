using System.Globalization;
using ModelGate.Models.Engines;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>What asking a model took: documents in some time, and how many prompt tokens a shared beginning saved.</summary>
/// <param name="Documents">Asked now, those of an earlier run not counted.</param>
/// <param name="Seconds">Wall time.</param>
public sealed record EvaluationEffort(int Documents, double Seconds, PrefixReuse Reuse)
{
    public static EvaluationEffort None { get; } = new(0, 0, default);

    public double DocumentsPerSecond => Seconds > 0 ? Documents / Seconds : 0;

    /// <summary>Prompt tokens computed ÷ prompt tokens that requests one by one would compute; null where none was asked for.</summary>
    public double? ComputedShare =>
        Reuse.TokensRequested > 0 ? (double)Reuse.TokensComputed / Reuse.TokensRequested : null;

    public EvaluationEffort Plus(EvaluationEffort other) =>
        new(Documents + other.Documents, Seconds + other.Seconds, Reuse.Plus(other.Reuse));

    /// <summary>Such as <c>130 documents/s, 14 % of prompt tokens computed</c>; empty where nothing was asked.</summary>
    public override string ToString()
    {
        if (Documents == 0) return "";
        string share = ComputedShare is { } computed ? string.Create(
            CultureInfo.InvariantCulture, $", {computed * 100:0.#} % of prompt tokens computed") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{DocumentsPerSecond:0.##} documents/s{share}");
    }
}
