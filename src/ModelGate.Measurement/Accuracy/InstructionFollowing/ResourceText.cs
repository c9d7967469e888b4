using System.IO.Compression;
using System.Reflection;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>The tables that ship inside this assembly; where they come from is in NOTICE.md of this folder.</summary>
internal static class ResourceText
{
    /// <param name="name">Below this folder, such as <c>Languages/profiles.br</c>; <c>.br</c> files are Brotli.</param>
    public static IEnumerable<string> Lines(string name)
    {
        // Built elsewhere, the folder is separated by the other slash.
        Assembly assembly = typeof(ResourceText).Assembly;
        string resource = assembly.GetManifestResourceNames().Single(found => found.Replace('\\', '/') == $"InstructionFollowing/{name}");
        using Stream file = assembly.GetManifestResourceStream(resource)!;
        using Stream text = name.EndsWith(".br", StringComparison.Ordinal) ? new BrotliStream(file, CompressionMode.Decompress) : file;
        using StreamReader reader = new(text);
        while (reader.ReadLine() is { } line) yield return line;
    }
}
