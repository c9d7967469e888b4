using ModelGate.Quantization.CompressedTensors;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Passes;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization;

/// <summary>Writes finished layers and remembers what a report and the read-back need of them.</summary>
internal sealed class QuantizationRecord(QuantizationPlan plan, CheckpointWriter writer) : IQuantizedSink
{
    private readonly Dictionary<string, (RoundingError? Nearest, RoundingError Error, IReadOnlyList<ModuleNote> Notes)> results = [];
    private readonly Dictionary<string, string> digests = new(StringComparer.Ordinal);
    private readonly List<NormWeight> norms = [];

    /// <summary>Of what was meant, by module.</summary>
    public IReadOnlyDictionary<string, string> Digests => digests;

    /// <summary>Changed ones.</summary>
    public IReadOnlyList<NormWeight> Norms => norms;

    public void Take(string module, QuantizedMatrix matrix, RoundingError? nearest, RoundingError error, IReadOnlyList<ModuleNote> notes)
    {
        digests.Add(module, WeightDigest.Of(matrix));
        writer.Write(module, matrix);
        results.Add(module, (nearest, error, notes));
    }

    public void Take(NormWeight norm)
    {
        writer.Write(norm);
        norms.Add(norm);
    }

    public IReadOnlyList<ModuleReport> Modules() =>
    [
        .. plan.Modules.Select(module => results.TryGetValue(module.Name, out var result)
            ? Report(module, result.Nearest, result.Error, result.Notes)
            : Report(module, null, null, [])),
    ];

    /// <summary>What was said of single layers, equal texts once.</summary>
    public IEnumerable<QuantizationNote> Notes() =>
        from module in plan.Modules
        where results.ContainsKey(module.Name)
        from note in results[module.Name].Notes
        group note by (note.Level, note.Text) into same
        let others = same.Count() > 1 ? $" and {same.Count() - 1} more" : ""
        select new QuantizationNote(same.Key.Level, $"{same.First().Module}{others}: {same.Key.Text}");

    private static ModuleReport Report(
        PlannedModule module, RoundingError? nearest, RoundingError? error, IReadOnlyList<ModuleNote> notes) =>
        new(
            module.Name, module.Scheme?.Name, module.Source.Rows, module.Source.Columns, module.Bytes, nearest, error,
            [.. notes.Select(note => note.Text)]);
}
