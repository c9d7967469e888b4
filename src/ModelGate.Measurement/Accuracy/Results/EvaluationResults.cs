using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>A results folder, ours or lm-evaluation-harness's.</summary>
/// <param name="Groups">Members of each group by name.</param>
public sealed record EvaluationResults(
    string File, string? Model, IReadOnlyList<StatedTask> Tasks, IReadOnlyDictionary<string, IReadOnlyList<string>> Groups)
{
    /// <summary>
    /// Reads a results file, or the newest one of a folder: <c>results.json</c>, <c>results_DATE.json</c>, or the same one folder deeper,
    /// where the harness puts them under the model's name.
    /// </summary>
    /// <exception cref="DiagnosticException">There is none, or it is not a results file.</exception>
    public static EvaluationResults Read(string path) => ResultsReader.Read(path);

    /// <summary>Groups that are in no other group.</summary>
    public IEnumerable<string> TopGroups =>
        Groups.Keys.Where(name => !Groups.Any(other => other.Key != name && other.Value.Contains(name)));

    /// <summary>Tasks of no group.</summary>
    public IEnumerable<string> LooseTasks =>
        Tasks.Select(task => task.Name).Where(name => !Groups.Any(group => group.Value.Contains(name)));

    /// <summary>Tasks below a group, those of groups inside it included.</summary>
    public IEnumerable<string> LeavesOf(string group) => Groups[group]
        .Where(member => member != group)
        .SelectMany(member => Groups.ContainsKey(member) ? LeavesOf(member) : [member])
        .Distinct(StringComparer.Ordinal);

    public StatedTask? Task(string name) => Tasks.FirstOrDefault(task => task.Name == name);
}
