using System.Reflection;

namespace ModelGate.Measurement.Accuracy;

/// <summary>The task files that ship inside this assembly: every <c>Accuracy/Tasks/**/*.yaml</c>.</summary>
public static class BuiltInTaskFiles
{
    private const string Folder = "Tasks/";

    /// <summary>Path below that folder, such as <c>code/mbpp.yaml</c>, and text, in the order of paths.</summary>
    public static IReadOnlyList<(string Name, string Text)> Read()
    {
        Assembly assembly = typeof(BuiltInTaskFiles).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => (name[Folder.Length..].Replace('\\', '/'), Text(assembly, name)))];
    }

    private static string Text(Assembly assembly, string name)
    {
        using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
