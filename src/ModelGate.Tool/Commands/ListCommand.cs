using System.CommandLine;
using ModelGate.Gate;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Reporters;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Performance;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization;
using ModelGate.Quantization.Observers;

namespace ModelGate.Tool.Commands;

internal static class ListCommand
{
    public static Command Create(ToolContext context)
    {
        var command = new Command("list", "Tasks, schemes, algorithms, scenarios, gate metrics and reporters.");
        command.SetAction(_ =>
        {
            TextWriter output = context.Console.Output;
            Catalog catalog = context.Catalog;
            TaskLibrary library = new Workspace(context).Tasks;
            Section("Schemes", catalog.Schemes.Select(scheme => (scheme.Name, Describe(scheme))));
            Section("Algorithms", catalog.Quantizers.Select(
                q => (q.Name, q.NeedsCalibration ? "needs calibration text" : "needs no data")));
            Section("Observers", catalog.Observers.Select(observer => (observer.Name, Describe(observer))));
            Section("Tasks and suites", library.Overview().Select(selection => (selection.Name, Describe(selection))));
            Section("Scenarios (prompt + answer tokens)", catalog.Scenarios.Select(
                scenario => (
                    scenario.Name,
                    $"{scenario.PrefillTokens} + {scenario.DecodeTokens}, {scenario.Kind.ToString().ToLowerInvariant()}")));
            Section("Gate metrics", [
                .. Metric.All.Select(metric => (metric.Name, $"{Better(metric)}: {MetricExplanation.Of(metric).Measures}")),
                .. Metric.Timings.Select(timing => ($"{Metric.NameOf(timing)}-pNN", MeasuresOf(timing))),
            ]);
            Section("Reporters", catalog.Reporters.Select(reporter => (reporter.Name, reporter.Summary)));
            return ExitCodes.Passed;

            void Section(string title, IEnumerable<(string Name, string Text)> rows)
            {
                (string Name, string Text)[] all = [.. rows];
                int width = Math.Max(24, all.Max(row => row.Name.Length));
                output.WriteLine(title);
                foreach ((string name, string text) in all) output.WriteLine($"  {name.PadRight(width)} {text}");
                output.WriteLine();
            }
        });
        return command;
    }

    private static string Describe(IObserver observer) =>
        observer is Mse ? "clips where the squared error is least" : "covers every weight";

    private static string Describe(QuantizationScheme scheme)
    {
        string activations = scheme.Activations is { } format ? $"activations {format} per token" : "activations as the model has them";
        QuantizationRecipe recipe = scheme.DefaultRecipe;
        return $"weights {scheme.Weights} {scheme.Granularity}, {activations}; default {recipe.Quantizer.Name}, {recipe.Observer.Name}";
    }

    private static string Describe(TaskSelection selection) => selection switch
    {
        TaskSelection.Single { Task: var task } => Describe(task),
        TaskSelection.Group { IsBenchmark: true } => $"{selection.Leaves.Count()} tasks in one, {Describe(selection.Leaves.First())}",
        TaskSelection.Group { Definition: var suite } => $"suite: {string.Join(", ", suite.Members.Select(member => member.Name))}",
        _ => throw new InvalidOperationException(),
    };

    private static string Describe(TaskDefinition task)
    {
        string asked = task.Output switch
        {
            OutputType.MultipleChoice => "multiple choice",
            OutputType.LogLikelihood => "log-likelihood",
            OutputType.RollingLogLikelihood => "rolling log-likelihood",
            _ => "generated answers",
        };
        string shots = $"{task.Fewshot.Count} {(task.Fewshot.Count == 1 ? "shot" : "shots")}";
        return $"{asked}, {shots}, {(task.Metrics.Count == 0 ? "not scored" : task.Gating.PrimaryMetric ?? task.Metrics[0].Name)}";
    }

    private static string MeasuresOf(Timing timing)
    {
        Metric median = Metric.Percentile(timing, 50);
        string measures = MetricExplanation.Of(median).Measures;
        return $"{Better(median)}: {measures.Replace("percentile 50", "percentile NN", StringComparison.Ordinal)}";
    }

    private static string Better(Metric metric) => metric.Better == Direction.HigherIsBetter ? "higher is better" : "lower is better";
}
