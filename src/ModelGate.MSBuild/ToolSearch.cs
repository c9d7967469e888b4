namespace ModelGate.MSBuild;

/// <summary>
/// Finds the tool: the path that the project names; else the local tool manifest above the policy, so that the build decides with the
/// version that the command line has there; else the one in this package, which needs no further restore.
/// </summary>
/// <param name="projectDirectory">What a relative <paramref name="toolPath"/> starts at.</param>
/// <param name="toolPath">Empty where the project names none.</param>
/// <param name="dotnetPath">Empty for the one on the path.</param>
internal sealed class ToolSearch(string projectDirectory, string toolPath, string bundledPath, string dotnetPath)
{
    private const string InstallRemedy =
        "Run 'dotnet tool install dotnet-quantgate' beside the policy, or set QuantGateToolPath to dotnet-quantgate.dll.";

    private string Dotnet => dotnetPath.Length > 0 ? dotnetPath : "dotnet";

    /// <param name="folder">Where the search for a manifest begins.</param>
    /// <param name="problem">Why there is none, as sentences.</param>
    public ToolCommand? Find(string folder, out string problem)
    {
        problem = "";
        if (toolPath.Length > 0)
        {
            string path = Path.GetFullPath(Path.Combine(projectDirectory, toolPath));
            if (File.Exists(path)) return Of(path, "Correct QuantGateToolPath.");
            problem = $"QuantGateToolPath names {path}, which does not exist. Correct it, or remove it.";
            return null;
        }

        if (ToolManifest.Above(folder) is { } manifest)
        {
            return new ToolCommand(
                Dotnet, ["tool", "run", ToolManifest.Command, "--"], [manifest],
                $"If the tool of {manifest} is not restored yet, run 'dotnet tool restore' there.");
        }

        if (bundledPath.Length > 0 && File.Exists(bundledPath))
        {
            return Of(Path.GetFullPath(bundledPath), "The tool runs on .NET 10; 'dotnet --list-runtimes' shows what is installed.");
        }

        problem = $"The tool was not found: no manifest at or above {folder} names it. {InstallRemedy}";
        return null;
    }

    private ToolCommand Of(string path, string remedy) =>
        string.Equals(Path.GetExtension(path), ".dll", StringComparison.OrdinalIgnoreCase)
            ? new ToolCommand(Dotnet, ["exec", path], Directory.GetFiles(Path.GetDirectoryName(path)!, "*.dll"), remedy)
            : new ToolCommand(path, [], [path], remedy);
}
