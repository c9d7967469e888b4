using System.Text.Json.Serialization;
using ModelGate.Quantization;

namespace ModelGate.Gate.Promotion;

/// <summary>
/// An in-toto statement (spec/v1/statement.md of in-toto/attestation): files by SHA-256, and what is said of them.
/// </summary>
/// <param name="Subject">In order of name.</param>
public sealed record Statement(
    [property: JsonPropertyName("_type")] string Type, IReadOnlyList<ResourceDescriptor> Subject, string PredicateType,
    TestResultPredicate Predicate)
{
    public const string StatementType = "https://in-toto.io/Statement/v1";

    /// <summary>
    /// in-toto's own type for the result of tests (spec/predicates/test-result.md): it has an owner and readers, which a type of our
    /// making would not. What is ours stands in one extension field.
    /// </summary>
    public const string TestResultType = "https://in-toto.io/attestation/test-result/v0.1";
}

/// <param name="Digest">Hex digits by algorithm; <c>sha256</c> alone.</param>
public sealed record ResourceDescriptor(string Name, IReadOnlyDictionary<string, string> Digest)
{
    public static ResourceDescriptor Of(string name, string sha256) =>
        new(name, new Dictionary<string, string>(StringComparer.Ordinal) { ["sha256"] = sha256 });
}

/// <param name="Result"><c>PASSED</c>, or <c>WARNED</c> where the policy let pass what was not decided.</param>
/// <param name="Configuration">The policy.</param>
/// <param name="ModelGate">The extension field.</param>
public sealed record TestResultPredicate(
    string Result, IReadOnlyList<ResourceDescriptor> Configuration, IReadOnlyList<string> PassedTests, IReadOnlyList<string> WarnedTests,
    IReadOnlyList<string> FailedTests, [property: JsonPropertyName("modelgate")] GateEvidence ModelGate);

/// <summary>What the gate knows of the candidate beyond pass and fail.</summary>
/// <param name="Outcome">Over the candidate's findings.</param>
/// <param name="Effective">After <paramref name="OnInconclusive"/>.</param>
/// <param name="Confidence">Of each one-sided bound that decided, unless a gate has its own.</param>
/// <param name="ContentHash">SHA-256 over the measured files: weights, configuration, tokenizer.</param>
/// <param name="Recipe">Null for a checkpoint that was taken as it is.</param>
/// <param name="Engine">That measured, with kernels, precision and device class.</param>
/// <param name="RecordSha256">Of <c>run.json</c>.</param>
/// <param name="MeasuredAt">When the run began.</param>
public sealed record GateEvidence(
    string Candidate, string Outcome, string Effective, string OnInconclusive, double Confidence,
    IReadOnlyList<FindingSummary> Findings, string ContentHash, BaselineSummary Baseline, RecipeRecord? Recipe, string PlanKey,
    string ToolVersion, string Engine, string RecordSha256, DateTime MeasuredAt)
{
    /// <summary>SHA-256 over the statement's canonical JSON (RFC 8785) without this property. It is no signature.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Seal { get; init; }
}

/// <param name="Result">The numbers that decided.</param>
public sealed record FindingSummary(string Gate, string Subject, string Class, string Outcome, string Result);

/// <param name="Source">As the policy names it.</param>
public sealed record BaselineSummary(string Source, string ContentHash);
