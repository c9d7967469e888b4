namespace ModelGate.Quantization.Modules;

/// <summary>A linear layer and what will become of it.</summary>
/// <param name="Scheme">Null: it stays as it is.</param>
public sealed record PlannedModule(SourceLinear Source, QuantizationScheme? Scheme)
{
    public string Name => Source.Name;

    /// <summary>Of the weight in the result, scales included.</summary>
    public long Bytes => Scheme?.StoredBytes(Source.Rows, Source.Columns) ?? Source.Bytes;
}
