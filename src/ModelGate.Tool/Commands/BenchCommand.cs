using System.CommandLine;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Measurement;
using ModelGate.Measurement.Performance;
using ModelGate.Measurement.Statistics;
using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool.Commands;

internal static class BenchCommand
{
    public static Command Create(ToolContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "demo, a directory, or hf:OWNER/NAME@REVISION." };
        var scenarios = new Option<string[]>("--scenarios")
        {
            HelpName = "S,S", Description = "Scenarios of 'list', separated by commas.",
            Required = true, AllowMultipleArgumentsPerToken = true,
        };
        var scale = new Option<bool>("--scale-to-context") { Description = "Shrink scenarios that do not fit the model's context." };
        var requests = new Option<int>("--requests")
        {
            HelpName = "N", Description = "Measured requests.", DefaultValueFactory = _ => PerformancePolicy.DefaultRequests,
        };
        var warmUp = new Option<int>("--warm-up")
        {
            HelpName = "N", Description = "Requests before them.", DefaultValueFactory = _ => PerformancePolicy.DefaultWarmUp,
        };
        var price = new Option<double?>("--usd-per-hour") { HelpName = "USD", Description = "Price of this machine." };
        var precision = new Option<string>("--precision") { Description = "bf16 or fp32.", DefaultValueFactory = _ => "bf16" };
        precision.AcceptOnlyFromAmong("bf16", "fp32");
        var output = new Option<string?>("-o", "--output")
        {
            HelpName = "DIR", Description = "Folder for bench.json with the raw samples.",
        };
        var command = new Command("bench", "Time a model, one request at a time: TTFT, ITL, E2E, cost.")
        {
            model, scenarios, scale, requests, warmUp, price, precision, output,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var workspace = new Workspace(context);
            string directory = await workspace.FindModelAsync(parsed.GetValue(model)!, "MODEL", cancel);
            if (parsed.GetValue(requests) < 1) throw new UsageException("--requests", "Nothing would be measured.", "Give at least 1.");
            string[] names = [.. parsed.GetValue(scenarios)!.SelectMany(name => name.Split(',', StringSplitOptions.RemoveEmptyEntries))];
            Scenario[] fitted = UsageException.WhenWrong(() => Fit(context, names, directory, parsed.GetValue(scale)));
            using OpenModel opened = OpenModel.Open("model", directory, path =>
                workspace.OpenEngine(path, parsed.GetValue(precision) == "fp32" ? ActivationPrecision.Fp32 : ActivationPrecision.Bf16));
            var options = new LatencyOptions(parsed.GetValue(requests), parsed.GetValue(warmUp));
            var subject = new LatencySubject(parsed.GetValue(model)!, opened.Engine, parsed.GetValue(price), opened.IsEmulated);
            List<ScenarioRun> runs = [];
            IRunProgress progress = workspace.Progress;
            foreach (Scenario scenario in fitted)
            {
                progress.Begin($"time {scenario.Name}");
                runs.AddRange(new LatencyRunner(context.Clock).Run([subject], scenario, options, null, cancel));
                progress.End($"{options.Requests} requests");
                Print(context.Console.Output, runs[^1]);
            }

            if (parsed.GetValue(output) is { } folder)
            {
                WorkFolder.Write(Path.Combine(context.FullPath(folder), "bench.json"), ScenarioRunJson.Write(runs));
            }

            return ExitCodes.Passed;
        });
        return command;
    }

    private static Scenario[] Fit(ToolContext context, string[] names, string directory, bool scale)
    {
        int contextLength = ModelConfig.Read(directory).FullAttentionLength;
        return [.. names.Select(name => Fit(context, name, contextLength, scale))];
    }

    private static Scenario Fit(ToolContext context, string name, int contextLength, bool scale)
    {
        Scenario scenario = context.Catalog.Scenarios.FirstOrDefault(s => s.Name == name)
            ?? throw new UsageException(
                "--scenarios", $"There is no scenario '{name}'.",
                $"Use: {string.Join(", ", context.Catalog.Scenarios.Select(s => s.Name))}.");
        return ScenarioFit.Fit(scenario, contextLength, scale, new SourcePoint("--scenarios"));
    }

    private static void Print(TextWriter output, ScenarioRun run)
    {
        string requests = run.Requests.Count == 1 ? "1 request" : $"{run.Requests.Count} requests";
        string emulated = run.IsEmulated ? ", EMULATED: this engine has no such arithmetic, times say nothing" : "";
        output.WriteLine($"{run.Scenario.Describe()}, {run.Mode.ToString().ToLowerInvariant()}, {requests}{emulated}");
        foreach (Timing timing in (Timing[])[Timing.Ttft, Timing.Itl, Timing.ItlGap, Timing.E2e])
        {
            foreach (double rank in (double[])[50, 90, 95, 99])
            {
                if (ScenarioEstimates.Percentile(run, timing, rank) is { } percentile) Row(Metric.Percentile(timing, rank), percentile);
            }
        }

        Row(Metric.TokensPerSecond, ScenarioEstimates.TokensPerSecond(run));
        if (ScenarioEstimates.QueriesPerUsd(run) is { } queries) Row(Metric.QueriesPerUsd, queries);
        output.WriteLine();

        void Row(Metric metric, IEstimate estimate)
        {
            Interval bounds = estimate.Bounds(Interval.DefaultConfidence);
            string Bound(double value) => double.IsFinite(value) ? MetricText.Of(metric, value) : "unbounded";
            string value = MetricText.Of(metric, estimate.Value);
            output.WriteLine($"  {metric.Name,-20} {value,18}  [{Bound(bounds.Low)}, {Bound(bounds.High)}], {estimate.Samples} samples");
        }
    }
}
