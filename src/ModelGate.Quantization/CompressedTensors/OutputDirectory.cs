using ModelGate.Models.Diagnostics;

namespace ModelGate.Quantization.CompressedTensors;

/// <summary>
/// A folder that appears whole or not at all: files are made beside it in <c>NAME.partial</c>, which is renamed at the end.
/// </summary>
internal sealed class OutputDirectory : IDisposable
{
    private static readonly string[] WeightExtensions =
        [".safetensors", ".bin", ".pt", ".pth", ".gguf", ".onnx", ".h5", ".msgpack", ".ckpt", ".tflite"];

    private readonly string path;
    private bool committed;

    private OutputDirectory(string path)
    {
        this.path = path;
        Partial = path + ".partial";
    }

    /// <summary>Where files are made.</summary>
    public string Partial { get; }

    /// <exception cref="DiagnosticException">QG0530: the folder holds something else. QG0532: it is the source.</exception>
    public static OutputDirectory Create(string path, string source)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (full == Path.TrimEndingDirectorySeparator(Path.GetFullPath(source)))
        {
            throw new DiagnosticException(
                QuantizationCodes.OutputIsSource, new SourcePoint(path), "The output folder is the model's own.", "Name another folder.");
        }

        bool isForeign = Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).Any()
            && !File.Exists(Path.Combine(full, QuantizationReport.FileName));
        if (isForeign || File.Exists(full))
        {
            throw new DiagnosticException(
                QuantizationCodes.OutputNotOurs, new SourcePoint(path),
                "The output folder exists and holds no earlier result of quantization.",
                "Name another folder, or remove this one.");
        }

        var output = new OutputDirectory(full);
        if (Directory.Exists(output.Partial)) Directory.Delete(output.Partial, recursive: true);
        Directory.CreateDirectory(output.Partial);
        return output;
    }

    /// <summary>Copies what belongs to a model besides weights and configuration: tokenizer, templates, licence.</summary>
    public void CopyCompanions(string source)
    {
        foreach (string file in Directory.EnumerateFiles(source).Order(StringComparer.Ordinal))
        {
            string name = Path.GetFileName(file);
            bool isOther = name is "config.json" or "README.md" or QuantizationReport.FileName || name.StartsWith('.')
                || name.EndsWith(".index.json", StringComparison.Ordinal)
                || WeightExtensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
            if (!isOther) File.Copy(file, Path.Combine(Partial, name));
        }
    }

    /// <summary>Replaces an earlier result by what was made.</summary>
    public void Commit()
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        Directory.Move(Partial, path);
        committed = true;
    }

    /// <summary>Removes what was made unless it was committed.</summary>
    public void Dispose()
    {
        if (!committed && Directory.Exists(Partial)) Directory.Delete(Partial, recursive: true);
    }
}
