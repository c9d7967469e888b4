using System.Text.Json;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;

namespace ModelGate.Quantization.Modules;

/// <summary>
/// The model to be quantized: its tensors whatever its architecture, and the runnable checkpoint where the architecture is known.
/// </summary>
internal sealed class SourceModel : IDisposable
{
    /// <summary>Unknown architecture, rotary scaling or feature: reasons not to run a model, but not to doubt its tensors.</summary>
    private static readonly string[] UnknownArchitectureCodes = ["QG0212", "QG0213", "QG0214"];

    private SourceModel(SafetensorsCollection tensors, Checkpoint? checkpoint, IReadOnlyList<Diagnostic> whyNotRun) =>
        (Tensors, Checkpoint, WhyNotRun) = (tensors, checkpoint, whyNotRun);

    public string Directory => Tensors.Directory;

    public SafetensorsCollection Tensors { get; }

    /// <summary>Null where the engines here do not run the architecture.</summary>
    public Checkpoint? Checkpoint { get; }

    /// <summary>Empty where <see cref="Checkpoint"/> is there.</summary>
    public IReadOnlyList<Diagnostic> WhyNotRun { get; }

    /// <summary><c>model_type</c> of <c>config.json</c>, of an architecture that is not run here; null where it has none.</summary>
    public string? ModelType { get; private init; }

    /// <exception cref="DiagnosticException">
    /// QG02xx: files are broken, or a known architecture's tensors are not as its configuration says.
    /// </exception>
    public static SourceModel Open(string directory)
    {
        SafetensorsCollection tensors = SafetensorsCollection.Open(directory);
        try
        {
            return new SourceModel(tensors, Checkpoint.Open(directory), []);
        }
        catch (DiagnosticException wrong) when (wrong.Diagnostics.Any(problem => UnknownArchitectureCodes.Contains(problem.Code)))
        {
            return new SourceModel(tensors, null, wrong.Diagnostics) { ModelType = ReadModelType(directory) };
        }
        catch
        {
            tensors.Dispose();
            throw;
        }
    }

    /// <summary>SHA-256 over all files that decide what the model computes.</summary>
    public string ContentHash() => Checkpoint?.ContentHash ?? FileHasher.Combine(FileHasher.OfFiles(
        Directory,
        [.. Tensors.Index is { } index ? [index.Path] : Array.Empty<string>(), .. Tensors.Files.Select(file => file.Path)]));

    private static string? ReadModelType(string directory)
    {
        using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(directory, "config.json")));
        return config.RootElement.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String
            ? type.GetString()
            : null;
    }

    public void Dispose()
    {
        Checkpoint?.Dispose();
        Tensors.Dispose();
    }
}
