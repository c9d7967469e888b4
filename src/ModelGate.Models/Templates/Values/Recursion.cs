using System.Runtime.CompilerServices;

namespace ModelGate.Models.Templates.Values;

/// <summary>Nesting without end (a list that holds itself, a macro that calls itself) ends as an error, not as a dead process.</summary>
internal static class Recursion
{
    public static void Check()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw TemplateFault.Limit("The template is nested too deeply");
    }
}
