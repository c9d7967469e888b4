using Microsoft.Build.Framework;

namespace ModelGate.MSBuild;

/// <summary>One <c>QuantGate</c> item with all its paths made absolute.</summary>
internal sealed class PolicyItem
{
    private const string StateSuffix = ".passed";

    private PolicyItem(string file, string name, string output, string state, string @base, string extraArguments)
    {
        File = file;
        Name = name;
        OutputDirectory = output;
        StateDirectory = state;
        Base = @base;
        ExtraArguments = extraArguments;
    }

    public string File { get; }

    /// <summary>As the project names it.</summary>
    public string Name { get; }

    /// <summary>The tool's current directory, so that it works, and caches, as if it were started beside the policy.</summary>
    public string Folder => Path.GetDirectoryName(File)!;

    public string OutputDirectory { get; }

    /// <summary>Where a passed verdict is kept.</summary>
    public string StateDirectory { get; }

    /// <summary>Empty for none.</summary>
    public string Base { get; }

    public string ExtraArguments { get; }

    public static PolicyItem Of(ITaskItem item, string projectDirectory, string stateDirectory, string defaultBase)
    {
        string name = NameOf(item.ItemSpec);
        string state = Absolute(stateDirectory, projectDirectory);
        string output = item.GetMetadata("OutputDirectory");
        string @base = item.GetMetadata("Base");
        return new PolicyItem(
            Absolute(item.ItemSpec, projectDirectory),
            item.ItemSpec,
            output.Length > 0 ? Absolute(output, projectDirectory) : Path.Combine(state, name),
            Path.Combine(state, name + StateSuffix),
            @base.Length > 0 ? @base : defaultBase,
            item.GetMetadata("ExtraArguments"));
    }

    /// <summary>What <c>..\models/quantgate.yml</c> is called in a folder: <c>models.quantgate</c>.</summary>
    private static string NameOf(string path)
    {
        string[] parts = path.Split(['/', '\\', ':'], StringSplitOptions.RemoveEmptyEntries);
        return Path.GetFileNameWithoutExtension(string.Join(".", parts.Where(part => part is not ("." or ".."))));
    }

    private static string Absolute(string path, string folder) =>
        Path.GetFullPath(Path.Combine(folder, path.Replace('\\', Path.DirectorySeparatorChar)));
}
