namespace ModelGate.Models.Templates;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">Such as <c>system</c>, <c>user</c>, <c>assistant</c>; the template decides which it accepts.</param>
public sealed record ChatMessage(string Role, string Content);
