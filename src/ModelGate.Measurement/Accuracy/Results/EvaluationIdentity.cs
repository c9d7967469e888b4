using ModelGate.Models.Engines;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>What a results file says about how it came to be.</summary>
/// <param name="Model">Name or path as the user gave it.</param>
/// <param name="CheckpointHash">SHA-256 of the checkpoint's content; null for an endpoint.</param>
/// <param name="Tool">Name and version of the writer.</param>
/// <param name="Date">Seconds since 1970-01-01 UTC.</param>
public sealed record EvaluationIdentity(
    string Model, string? CheckpointHash, EngineIdentity Engine, string Tool, double Date, double Seconds)
{
    /// <summary>The harness's <c>sanitize_model_name</c>.</summary>
    public string SanitizedModel => System.Text.RegularExpressions.Regex.Replace(Model, "[\"<>:/|\\\\?*\\[\\]]+", "__");
}
