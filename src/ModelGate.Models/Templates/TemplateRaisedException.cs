using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Templates;

/// <summary>
/// A template called <c>raise_exception(message)</c>: it refuses these messages, such as a system role it does not know. The caller
/// may change the conversation and render again.
/// </summary>
/// <param name="message">The template's own words.</param>
/// <param name="at">The template.</param>
public sealed class TemplateRaisedException(string message, SourcePoint at) : Exception(message)
{
    public SourcePoint At { get; } = at;

    /// <summary>For a caller that cannot go on.</summary>
    public Diagnostic ToDiagnostic() => new(
        TemplateCodes.Raised, At, $"The template refuses the messages: {Message}.",
        "Change the roles or their order, or use a template that accepts them.");
}
