using ModelGate.Gate.Policies;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Runs;

/// <summary>Finds the directory that a model reference means.</summary>
/// <param name="demoDirectory">The bundled demo: <c>model</c> and <c>tasks</c> below it.</param>
/// <param name="download">Brings an <c>hf:</c> reference and returns its snapshot's directory.</param>
public sealed class ModelLocator(string demoDirectory, Func<ModelReference.Hub, CancellationToken, Task<string>> download)
{
    public string DemoDirectory { get; } = demoDirectory;

    /// <param name="relativeTo">Folder that relative paths start at.</param>
    /// <param name="at">Where the user named the model.</param>
    /// <exception cref="DiagnosticException">QG0113: there is no such directory.</exception>
    public async Task<string> FindAsync(ModelReference reference, string relativeTo, SourcePoint at, CancellationToken cancel)
    {
        string directory = reference switch
        {
            ModelReference.Demo => Path.Combine(DemoDirectory, "model"),
            ModelReference.Folder folder => Path.GetFullPath(folder.Path, relativeTo),
            ModelReference.Hub hub => await download(hub, cancel),
            _ => throw new InvalidOperationException($"No place for {reference.GetType().Name}."),
        };
        if (File.Exists(Path.Combine(directory, "config.json"))) return directory;
        string problem = Directory.Exists(directory) ? $"'{reference}' holds no config.json." : $"There is no directory '{reference}'.";
        throw new DiagnosticException("QG0113", at, problem, "Name a directory with config.json, *.safetensors and tokenizer.json.");
    }
}
