namespace ModelGate.Quantization.Modules;

/// <summary>A linear layer as the source checkpoint stores it.</summary>
/// <param name="Name">Without <c>.weight</c>.</param>
/// <param name="Rows">N, outputs.</param>
/// <param name="Columns">K, inputs.</param>
/// <param name="Bytes">Of the stored weight.</param>
public sealed record SourceLinear(string Name, int Rows, int Columns, long Bytes);
