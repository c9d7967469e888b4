namespace ModelGate.Testing;

/// <summary>Where tests find the repository and the optional folder of reference material.</summary>
public static class Repository
{
    /// <summary>The folder that holds <c>ModelGate.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    public static string Demo => Path.Combine(Root, "demo");

    public static string DemoModel => Path.Combine(Demo, "model");

    /// <summary><c>MODELGATE_SHARED</c>, else <c>../shared</c> beside the repository; null where it is absent.</summary>
    public static string? Shared { get; } = FindShared();

    private static string FindRoot()
    {
        for (string? directory = AppContext.BaseDirectory; directory is not null; directory = Path.GetDirectoryName(directory))
        {
            if (File.Exists(Path.Combine(directory, "ModelGate.sln"))) return directory;
        }

        throw new InvalidOperationException($"No ModelGate.sln above {AppContext.BaseDirectory}.");
    }

    private static string? FindShared()
    {
        string path = Environment.GetEnvironmentVariable("MODELGATE_SHARED") ?? Path.Combine(Root, "..", "shared");
        return Directory.Exists(path) ? Path.GetFullPath(path) : null;
    }
}
