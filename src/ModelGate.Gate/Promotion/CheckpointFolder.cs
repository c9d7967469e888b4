using ModelGate.Quantization;

namespace ModelGate.Gate.Promotion;

/// <summary>The files of a model's folder by what they are to it.</summary>
internal static class CheckpointFolder
{
    public const string Card = "README.md";

    /// <summary>The card that the checkpoint came with; the first of several.</summary>
    public const string EarlierCard = "README.original.md";

    public const string Statement = "statement.intoto.json";

    /// <summary>The statement's predicate alone, as <c>actions/attest</c> takes it.</summary>
    public const string Predicate = "statement.predicate.json";

    /// <summary>The statement's subjects, as <c>sha256sum</c> and <c>actions/attest</c> take them.</summary>
    public const string Checksums = "SHA256SUMS";

    private static readonly string[] ReadExtensions =
        [".safetensors", ".bin", ".pt", ".pth", ".gguf", ".json", ".jinja", ".model", ".tiktoken", ".py"];

    private static readonly string[] Licences = ["LICENSE", "LICENCE", "NOTICE", "COPYING", "USE_POLICY"];

    /// <summary>Speaks of the checkpoint and cannot name itself; no engine reads it.</summary>
    public static bool IsEvidence(string name) => name is Statement or Predicate or Checksums;

    /// <summary>Belongs beside a checkpoint and decides nothing: licence, card, the quantizer's report.</summary>
    public static bool IsCompanion(string name) =>
        name is Card or EarlierCard or QuantizationReport.FileName
        || Licences.Any(licence => name.StartsWith(licence, StringComparison.OrdinalIgnoreCase)
            && Path.GetExtension(name).ToUpperInvariant() is "" or ".TXT" or ".MD");

    /// <summary>An engine may read it: weights and whatever configures model, tokenizer or template.</summary>
    public static bool IsRead(string name) =>
        name is "vocab.txt" or "merges.txt"
        || ReadExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// All files by path with forward slashes, in ordinal order. What begins with a dot is left out, as Git and the Hub's cache keep their
    /// own there and no engine looks; a link to a folder counts as one file.
    /// </summary>
    public static IReadOnlyList<string> FilesOf(string directory) =>
        [.. Walk(new DirectoryInfo(directory), "").Order(StringComparer.Ordinal)];

    /// <summary>A file's own name: nothing that could lead out of the folder.</summary>
    public static bool IsPlain(string name) =>
        name.Length > 0 && name is not ("." or "..") && name.IndexOfAny(['/', '\\', ':', '\0', '\n', '\r']) < 0;

    private static IEnumerable<string> Walk(DirectoryInfo folder, string prefix)
    {
        foreach (FileSystemInfo entry in folder.EnumerateFileSystemInfos())
        {
            if (entry.Name.StartsWith('.')) continue;
            if (entry is DirectoryInfo inner && inner.LinkTarget is null)
            {
                foreach (string path in Walk(inner, $"{prefix}{entry.Name}/")) yield return path;
            }
            else
            {
                yield return prefix + entry.Name;
            }
        }
    }
}
