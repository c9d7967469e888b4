using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Yaml;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Runs;

/// <summary>A gate that would find no data fails the run at its end; here it is said at its beginning.</summary>
internal static class GateChecks
{
    public static IEnumerable<Diagnostic> Of(Policy policy, IReadOnlyList<PlannedSuite> suites)
    {
        PreparedTask[] tasks = [.. suites.SelectMany(suite => suite.Tasks)];
        foreach (GateRule gate in policy.Gates)
        {
            // Scores are a suite's and its members'; texts and answers are single tasks'.
            string[] names =
            [
                .. suites.Select(suite => suite.Name),
                .. gate.Metric.Source == MetricSource.Scores
                    ? suites.SelectMany(suite => suite.Members).Select(member => member.Name)
                    : tasks.Select(task => task.Task.Name),
            ];
            foreach (string name in (gate.Tasks ?? []).Where(name => !names.Contains(name)))
            {
                string nearest = NearestKey.Of(name, names) is { } near ? $"Did you mean '{near}'? " : "";
                yield return new Diagnostic(
                    PolicyCodes.EmptySelection, gate.At,
                    $"The gate on {gate.Metric} names '{name}', which the policy does not measure.",
                    $"{nearest}Measured are: {string.Join(", ", names)}.");
            }

            (string needed, bool isThere) = gate.Metric.Source switch
            {
                MetricSource.Scores => ("a scored task", tasks.Any(IsBounded)),
                MetricSource.RollingText => (
                    "a task with output_type loglikelihood_rolling",
                    tasks.Any(task => task.Task.Output == OutputType.RollingLogLikelihood)),
                MetricSource.AnswerLengths or MetricSource.AnswerTexts => (
                    "a task that generates answers",
                    tasks.Any(task => task.Task.Output == OutputType.GenerateUntil)),
                _ => ("", true),
            };
            if (!isThere)
            {
                yield return new Diagnostic(
                    PolicyCodes.NotMeasured, gate.At,
                    $"The gate on {gate.Metric} needs {needed}, and the policy has none.", "Add such a task, or remove the gate.");
            }
        }
    }

    /// <summary>Has a bounded, higher-is-better primary metric, so that recovery is defined.</summary>
    public static bool IsBounded(PreparedTask task) =>
        task.Task.Metrics.Count > 0 && task.Task.Output != OutputType.RollingLogLikelihood;
}
