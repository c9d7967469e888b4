using System.Text.Encodings.Web;
using System.Text.Json;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.CompressedTensors;

/// <summary>
/// Writes the tensors of the result as they become known, in files named and cut like the source's. What nobody wrote is copied from the
/// source byte for byte.
/// </summary>
internal sealed class CheckpointWriter : IDisposable
{
    private readonly SafetensorsCollection source;
    private readonly string directory;
    private readonly Dictionary<string, (SafetensorsWriter Writer, string File)> places = new(StringComparer.Ordinal);
    private readonly List<SafetensorsWriter> writers = [];
    private readonly List<TensorLayout> layouts = [];
    private readonly HashSet<string> written = new(StringComparer.Ordinal);

    private CheckpointWriter(SafetensorsCollection source, string directory) => (this.source, this.directory) = (source, directory);

    /// <summary>Opens all files of the result; their headers follow from the plan.</summary>
    /// <param name="directory">Exists and is empty.</param>
    public static CheckpointWriter Create(SafetensorsCollection source, QuantizationPlan plan, string directory)
    {
        Dictionary<string, PlannedModule> quantized = plan.Modules.Where(module => module.Scheme is not null)
            .ToDictionary(module => $"{module.Name}.weight", StringComparer.Ordinal);
        var writer = new CheckpointWriter(source, directory);
        try
        {
            foreach (SafetensorsReader file in source.Files)
            {
                List<TensorLayout> tensors = [];
                foreach (SafetensorsEntry entry in file.Header.Entries)
                {
                    if (quantized.TryGetValue(entry.Name, out PlannedModule? module)) tensors.AddRange(StoredWeight.Layouts(module));
                    else tensors.Add(new TensorLayout(entry.Name, entry.Type, entry.Shape));
                }

                writer.Open(Path.GetFileName(file.Path), tensors);
            }

            return writer;
        }
        catch
        {
            writer.Dispose();
            throw;
        }
    }

    public void Write(string module, QuantizedMatrix matrix) => StoredWeight.Write(module, matrix, Append);

    /// <summary>Writes a norm whose weight was changed.</summary>
    public void Write(NormWeight norm)
    {
        byte[] bytes = new byte[norm.Values.Length * norm.Type.SizeInBytes];
        norm.CopyTo(bytes);
        Append(norm.Name, bytes);
    }

    /// <summary>Copies what is left, and gives all files their names; the index comes last.</summary>
    public void Finish(CancellationToken cancel)
    {
        foreach (TensorLayout layout in layouts)
        {
            cancel.ThrowIfCancellationRequested();
            if (!written.Contains(layout.Name)) places[layout.Name].Writer.Copy(layout.Name, source[layout.Name]);
        }

        foreach (SafetensorsWriter writer in writers) writer.Commit();
        if (source.Index is not null) WriteIndex(Path.Combine(directory, Path.GetFileName(source.Index.Path)));
    }

    public void Dispose()
    {
        foreach (SafetensorsWriter writer in writers) writer.Dispose();
    }

    private void Open(string fileName, List<TensorLayout> tensors)
    {
        SafetensorsWriter writer = SafetensorsWriter.Create(Path.Combine(directory, fileName), tensors);
        writers.Add(writer);
        layouts.AddRange(tensors);
        foreach (TensorLayout tensor in tensors) places.Add(tensor.Name, (writer, fileName));
    }

    private void Append(string tensor, ReadOnlySpan<byte> bytes)
    {
        places[tensor].Writer.Append(tensor, bytes);
        written.Add(tensor);
    }

    private void WriteIndex(string path)
    {
        using FileStream file = File.Create(path);
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions
        {
            Indented = true,
            IndentSize = 2,
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteNumber("total_size", layouts.Sum(layout => layout.ByteCount));
            json.WriteEndObject();
            json.WriteStartObject("weight_map");
            foreach (TensorLayout layout in layouts.OrderBy(layout => layout.Name, StringComparer.Ordinal))
                json.WriteString(layout.Name, places[layout.Name].File);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        file.Write("\n"u8);
        file.Flush(flushToDisk: true);
    }
}
