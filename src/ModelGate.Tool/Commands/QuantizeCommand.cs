using System.CommandLine;
using System.Globalization;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization;
using ModelGate.Quantization.Calibration;

namespace ModelGate.Tool.Commands;

internal static class QuantizeCommand
{
    public static Command Create(ToolContext context)
    {
        var model = new Argument<string>("MODEL") { Description = "demo, a directory, or hf:OWNER/NAME@REVISION." };
        var recipe = new RecipeArguments(context.Catalog);
        var calibration = new Option<string?>("--calibration")
        {
            HelpName = "FILE", Description = "JSONL or text file, or random-tokens. The demo brings its own.",
        };
        var samples = new Option<int>("--samples")
        {
            HelpName = "N", Description = "Most calibration windows.", DefaultValueFactory = _ => CalibrationPolicy.DefaultSamples,
        };
        var length = new Option<int?>("--length") { HelpName = "N", Description = "Tokens a window. Default 2048; the demo 128." };
        var exclude = new Option<string?>("--exclude")
        {
            HelpName = "FILE", Description = "File of row hashes to leave out of calibration.",
        };
        var output = new Option<string>("-o", "--output")
        {
            HelpName = "DIR", Description = "The new checkpoint's folder.", Required = true,
        };
        var command = new Command("quantize", "Write a compressed-tensors checkpoint.") { model };
        recipe.AddTo(command);
        foreach (Option option in (Option[])[calibration, samples, length, exclude, output]) command.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            QuantizationRecipe wanted = recipe.Read(parsed);
            var workspace = new Workspace(context);
            string name = parsed.GetValue(model)!;
            string directory = await workspace.FindModelAsync(name, "MODEL", cancel);
            IReadOnlySet<string> excluded = parsed.GetValue(exclude) is { } list
                ? UsageException.WhenWrong(() => ExcludeFile.Read(context.FullPath(list)))
                : new HashSet<string>();
            CalibrationSource? source = Source(context, parsed.GetValue(calibration), name == "demo");
            CalibrationSettings? settings = source is null || !wanted.NeedsCalibration
                ? null
                : new CalibrationSettings(
                    source,
                    parsed.GetValue(samples),
                    parsed.GetValue(length)
                        ?? (name == "demo" ? CalibrationPolicy.DemoLengthTokens : CalibrationPolicy.DefaultLengthTokens))
                {
                    ExcludedRows = excluded,
                };
            var request = new QuantizationRequest(directory, context.FullPath(parsed.GetValue(output)!), wanted, settings)
            {
                RecipePlace = new SourcePoint("quantize"),
            };
            UsageException.WhenWrong(() => Quantizer.KeyOf(request));
            IRunProgress progress = workspace.Progress;
            progress.Begin($"quantize to {wanted.Scheme.Name}");
            QuantizationRun run = new Quantizer(context.Clock).Run(request, new Forward(progress), cancel);
            progress.End("written and read back");
            Print(context.Console.Output, run, request.OutputDirectory);
            return ExitCodes.Passed;
        });
        return command;
    }

    private static CalibrationSource? Source(ToolContext context, string? given, bool isDemo) => given switch
    {
        null => isDemo ? new CalibrationSource.TextFile(Path.Combine(context.DemoDirectory, "tasks", "calibration.jsonl")) : null,
        CalibrationPolicy.RandomTokens => new CalibrationSource.RandomTokens(Policy.DefaultSeed),
        _ => new CalibrationSource.TextFile(context.FullPath(given)),
    };

    private static void Print(TextWriter output, QuantizationRun run, string directory)
    {
        QuantizationReport report = run.Report;
        output.WriteLine($"{"module",-40} {"scheme",-12} {"shape",14} {"SQNR dB",8}  output error (instead of round-to-nearest's)");
        foreach (ModuleReport module in report.Modules)
        {
            string sqnr = module.Error?.WeightSqnrDecibels?.ToString("F1", CultureInfo.InvariantCulture) ?? "";
            string gain = module is { Nearest.RelativeOutputError: { } nearest, Error.RelativeOutputError: { } own } && nearest > 0
                ? $"{Share(own)} instead of {Share(nearest)}"
                : module.Error?.RelativeOutputError is { } alone ? Share(alone) : "";
            output.WriteLine($"{module.Module,-40} {module.Scheme ?? "kept",-12} {$"{module.Rows}×{module.Columns}",14} {sqnr,8}  {gain}");
            foreach (string note in module.Notes) output.WriteLine($"  note: {note}");
        }

        foreach (QuantizationNote note in report.Notes) output.WriteLine($"{note.Level.ToString().ToLowerInvariant()}: {note.Text}");
        output.WriteLine($"{report.TensorBytes / 1e6:F2} MB of {report.SourceTensorBytes / 1e6:F2} MB, "
            + $"in {run.Elapsed.TotalSeconds:F1} s: {directory}");
    }

    private static string Share(double error) => error.ToString("E1", CultureInfo.InvariantCulture);

    private sealed class Forward(IRunProgress progress) : IProgress<QuantizationProgress>
    {
        public void Report(QuantizationProgress value) => progress.Advance(value.Fraction, value.Stage);
    }
}
