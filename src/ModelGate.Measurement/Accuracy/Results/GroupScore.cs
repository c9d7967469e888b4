namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>A group's value for one metric and filter.</summary>
/// <param name="StandardError">Pooled; null where a member has none.</param>
/// <param name="Documents">Of the members that have the metric.</param>
public sealed record GroupScore(string Metric, string Filter, double Value, double? StandardError, int Documents)
{
    /// <summary>
    /// Over all tasks below the group that have the metric: a mean weighted by documents, or the plain mean of tasks. The standard error is
    /// √(Σ (n−1)·n·se² / (Σn − m) / Σn) over m tasks (lm_eval/api/metrics.py, <c>pooled_sample_stderr</c>).
    /// </summary>
    /// <param name="tasks">Value, standard error and documents of each task.</param>
    public static GroupScore Of(
        string metric, string filter, IReadOnlyList<(double Value, double? StandardError, int Documents)> tasks, bool weightBySize)
    {
        int documents = tasks.Sum(task => task.Documents);
        double value = weightBySize
            ? tasks.Sum(task => task.Value * task.Documents) / documents
            : tasks.Average(task => task.Value);
        double? error = null;
        if (tasks.All(task => task.StandardError is not null))
        {
            double pooled = tasks.Sum(
                task => (task.Documents - 1.0) * task.StandardError!.Value * task.StandardError.Value * task.Documents)
                / (documents - tasks.Count);
            error = Math.Sqrt(pooled / documents);
        }

        return new(metric, filter, value, error, documents);
    }
}
