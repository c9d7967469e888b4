using System.Text;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Policies.Changes;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Policies.Changes;

/// <summary>What is found between two policies given as text.</summary>
internal static class ChangedPolicy
{
    private static readonly TaskLibrary Tasks = new(Path.GetDirectoryName(Repository.Demo)!);

    public static IReadOnlyList<PolicyChange> Changes(string before, string after) =>
        PolicyDifferences.Of(State(before), State(after), Resolve);

    /// <summary>Kind and subject of each, in order, joined by <c>; </c>.</summary>
    public static string Found(string before, string after) =>
        string.Join("; ", Changes(before, after).Select(change => $"{change.Kind}, {change.Subject}"));

    public static PolicyState State(string text) => PolicyState.Read(Encoding.UTF8.GetBytes(text), "quantgate.yml", PolicyText.Catalog);

    private static TaskSelection? Resolve(TaskEntry entry)
    {
        try
        {
            return Tasks.Resolve(entry.Task, entry.At, Repository.Root);
        }
        catch (DiagnosticException)
        {
            return null;
        }
    }
}
