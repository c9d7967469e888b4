using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGate.Measurement.Accuracy.Evaluation;

/// <summary>What the model gave for one request; all that scoring needs, and what a journal keeps.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Likelihood), "likelihood")]
[JsonDerivedType(typeof(Answer), "answer")]
public abstract record ModelResponse
{
    private ModelResponse()
    {
    }

    /// <summary>Tokens scored or generated, an end-of-sequence token not counted.</summary>
    public abstract int Tokens { get; init; }

    /// <summary>Tokens cut from the prompt's left because the model's context is shorter.</summary>
    public abstract int Truncated { get; init; }

    /// <param name="Value">Σ ln p of the scored tokens.</param>
    public sealed record Likelihood(double Value, bool IsGreedy, int Tokens, int Truncated) : ModelResponse
    {
        public override int Tokens { get; init; } = Tokens;

        public override int Truncated { get; init; } = Truncated;
    }

    /// <param name="ReachedLimit">It ended at the token limit, not at a stop string.</param>
    public sealed record Answer(string Text, int Tokens, bool ReachedLimit, int Truncated) : ModelResponse
    {
        public override int Tokens { get; init; } = Tokens;

        public override int Truncated { get; init; } = Truncated;
    }
}

/// <param name="DocumentId">The document in its split.</param>
/// <param name="Responses">One for each request; several answers to one request where outputs are sampled repeatedly.</param>
public sealed record DocumentResponse(int DocumentId, IReadOnlyList<ModelResponse> Responses);

/// <summary>Responses as JSON, exact to the bit.</summary>
public static class ResponseJson
{
    public static string Serialize(IReadOnlyList<DocumentResponse> responses) =>
        JsonSerializer.Serialize(responses, ResponseJsonContext.Default.IReadOnlyListDocumentResponse);

    /// <exception cref="JsonException">Not what <see cref="Serialize"/> wrote.</exception>
    public static IReadOnlyList<DocumentResponse> Deserialize(string json) =>
        JsonSerializer.Deserialize(json, ResponseJsonContext.Default.IReadOnlyListDocumentResponse)
        ?? throw new JsonException("The journal entry is null.");
}

[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(IReadOnlyList<DocumentResponse>))]
internal sealed partial class ResponseJsonContext : JsonSerializerContext;
