using System.CommandLine;
using ModelGate.Models.Acceptance;
using ModelGate.Models.Checkpoints;

namespace ModelGate.Tool.Commands;

internal static class InspectCommand
{
    public static Command Create(ToolContext context)
    {
        var checkpoint = new Argument<string>("CHECKPOINT") { Description = "A model directory, hf:OWNER/NAME@REVISION, or demo." };
        var vllm = new Option<string?>("--vllm") { HelpName = "VERSION", Description = "Version of vLLM, such as 0.11." };
        var parallel = new Option<int?>("--tensor-parallel-size") { HelpName = "N", Description = "GPUs that share one replica." };
        var capability = new Option<string?>("--compute-capability")
        {
            HelpName = "X.Y", Description = "Of the GPU, such as 9.0 for H100.",
        };
        var command = new Command("inspect", "Would the serving engine load it, and by which kernels? Exit 1 if not.")
        {
            checkpoint, vllm, parallel, capability,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            ServingTarget target = Target(parsed.GetValue(vllm), parsed.GetValue(parallel), parsed.GetValue(capability));
            string directory = await new Workspace(context).FindModelAsync(parsed.GetValue(checkpoint)!, "CHECKPOINT", cancel);
            using Checkpoint opened = Checkpoint.Open(directory);
            AcceptanceReport report = ServingAcceptance.Judge(opened, target);
            Print(context.Console.Output, opened, report);
            return report.IsAccepted ? ExitCodes.Passed : ExitCodes.Failed;
        });
        return command;
    }

    private static ServingTarget Target(string? vllm, int? parallel, string? capability)
    {
        Version? version = null;
        if (vllm is not null && !Version.TryParse(vllm, out version))
        {
            throw new UsageException("--vllm", $"'{vllm}' is no version.", "Write it as 0.11.");
        }

        ComputeCapability? gpu = null;
        if (capability is not null)
        {
            gpu = ComputeCapability.TryParse(capability, out ComputeCapability read)
                ? read
                : throw new UsageException("--compute-capability", $"'{capability}' is no compute capability.", "Write it as 9.0.");
        }

        if (parallel is < 1)
        {
            throw new UsageException("--tensor-parallel-size", $"{parallel} GPUs cannot serve a model.", "Write 1 or more.");
        }

        return new ServingTarget(version, parallel, gpu);
    }

    private static void Print(TextWriter output, Checkpoint checkpoint, AcceptanceReport report)
    {
        output.WriteLine($"{checkpoint.Config.Architecture}, {checkpoint.Config.LayerCount} layers, "
            + $"{checkpoint.TensorByteCount / 1e6:F2} MB of tensors, content {checkpoint.ContentHash[..16]}");
        output.WriteLine();
        output.WriteLine("Served as");
        foreach (ServedFormat format in report.Formats)
        {
            string gpu = format.MinimumGpu is { } minimum ? $", compute capability {minimum} or newer" : "";
            output.WriteLine($"  {format.Modules.Count,4} modules  {format.Path}{gpu}  "
                + $"({format.Modules[0]}{(format.Modules.Count > 1 ? ", …" : "")})");
        }

        output.WriteLine();
        foreach (AcceptanceFinding finding in report.Findings)
        {
            string where = finding.Where.Length > 0 ? $"{finding.Where}: " : "";
            string level = finding.Level.ToString().ToLowerInvariant();
            output.WriteLine($"{level} {finding.Code} {finding.Rule}: {where}{finding.What} {finding.Remedy}".TrimEnd());
        }

        output.WriteLine(report.IsAccepted ? "Accepted." : "Not accepted.");
    }
}
