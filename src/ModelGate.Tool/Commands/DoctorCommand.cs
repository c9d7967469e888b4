using System.CommandLine;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using ModelGate.Gate.Runs;
using ModelGate.Measurement.Sandbox;
using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Tool.Commands;

internal static class DoctorCommand
{
    public static Command Create(ToolContext context)
    {
        var command = new Command("doctor", "What this machine can do, and what is missing.");
        command.SetAction(_ =>
        {
            TextWriter output = context.Console.Output;
            long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            Row("tool", ToolContext.Version);
            Row("runtime", $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}");
            Row("processor", $"{RunEnvironment.ProcessorName()}, {Environment.ProcessorCount} usable");
            Row("instructions", CpuEngine.DeviceClass);
            Row("int8 dot products", AvxVnni.IsSupported ? "AVX-VNNI" : "16-bit multiply-add: exact, about half the speed of VNNI");
            Row("memory", $"{memory / 1e9:F1} GB available to this process");
            Row("work folder", Writable(context));
            Row("demo model", File.Exists(Path.Combine(context.DemoDirectory, "model", "config.json"))
                ? "bundled"
                : $"missing: {context.DemoDirectory}");
            Row("model hub", string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HF_TOKEN"))
                ? "no HF_TOKEN: gated models are out of reach"
                : "HF_TOKEN is set");
            var sandbox = new SandboxedCodeRunner(new SandboxOptions());
            Row("code sandbox", sandbox.SandboxName ?? $"missing; only demo-code and other coding tasks need it. {sandbox.Unavailable}");
            return ExitCodes.Passed;

            void Row(string what, string found) => output.WriteLine($"{what,-18} {found}");
        });
        return command;
    }

    private static string Writable(ToolContext context)
    {
        string folder = new Workspace(context).Work.Path;
        try
        {
            string probe = Path.Combine(Path.GetDirectoryName(folder)!, $".quantgate-{Environment.ProcessId}.tmp");
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return $"{folder}, {new DriveInfo(Path.GetPathRoot(folder)!).AvailableFreeSpace / 1e9:F1} GB free on its root";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"cannot be written: {error.Message}";
        }
    }
}
