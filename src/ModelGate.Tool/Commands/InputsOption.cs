using System.CommandLine;
using ModelGate.Gate.Runs;

namespace ModelGate.Tool.Commands;

/// <summary><c>--inputs FILE</c>: what a build has to watch.</summary>
internal static class InputsOption
{
    public static Option<string?> Create() => new("--inputs")
    {
        HelpName = "FILE", Description = "Write the paths that decide the verdict, a line each; no file where more does.",
    };

    public static void Write(ToolContext context, RunPlan plan, string? file)
    {
        if (file is null || RunInputs.Of(plan) is not { } paths) return;
        WorkFolder.Write(context.FullPath(file), string.Concat(paths.Select(path => path + "\n")));
    }
}
