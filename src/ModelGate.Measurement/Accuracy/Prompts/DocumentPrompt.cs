using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Templates;

namespace ModelGate.Measurement.Accuracy.Prompts;

/// <summary>What the model is asked, as text.</summary>
/// <param name="Context">The prompt; for rolling log-likelihood the whole text.</param>
/// <param name="Continuation">
/// The text that is scored behind the prompt; null where an answer is generated or the context itself is scored.
/// </param>
public sealed record TextRequest(string Context, string? Continuation);

/// <summary>All requests of one document, and what is right.</summary>
public sealed record DocumentPrompt
{
    public required Document Document { get; init; }

    /// <summary>At least one.</summary>
    public required IReadOnlyList<TextRequest> Requests { get; init; }

    /// <summary><c>doc_to_target</c>'s value.</summary>
    public required object? Target { get; init; }

    /// <summary>Bare choices of a multiple-choice document.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Indices of the right choices; −100 is not found.</summary>
    public IReadOnlyList<int> Gold { get; init; } = [];

    /// <summary>Texts that a generated answer may equal.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The turns behind each context where a chat template was applied.</summary>
    public IReadOnlyList<IReadOnlyList<ChatMessage>> Chats { get; init; } = [];

    /// <summary>The examples shown, in order.</summary>
    public IReadOnlyList<Document> Examples { get; init; } = [];

    /// <summary>The harness's <c>doc_hash</c>: of the document as indented JSON.</summary>
    public string DocumentHash => PythonHash.Of(PythonJson.Dumps(Document.Fields, indent: 2));

    /// <summary>The harness's <c>prompt_hash</c>: of the first request's context.</summary>
    public string PromptHash => PythonHash.Of(Requests[0].Context);

    /// <summary>The harness's <c>target_hash</c>: of the target as Python prints it.</summary>
    public string TargetHash => PythonHash.Of(PythonRepr.Str(Target));
}
