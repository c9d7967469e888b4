namespace ModelGate.Measurement.Sandbox;

/// <summary>Programs by name, as a shell finds them.</summary>
internal static class Executables
{
    /// <returns>The full path of the first in PATH; null where there is none.</returns>
    public static string? Find(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        foreach (string folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator))
        {
            string path = Path.Combine(folder, file);
            if (folder.Length > 0 && File.Exists(path)) return path;
        }

        return null;
    }
}
