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

    public StatedTask? Task(string name) => Tasks.FirstOrDefault(task => task.Name == name);
}
