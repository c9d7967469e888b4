using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Numerics.Kernels;

namespace ModelGate.Models.Encoders;

/// <summary>
/// One pass of several texts through embeddings and layers, in FP32. Texts lie row behind row without padding, and no row's arithmetic
/// depends on the rows beside it: the bits are the same for every batch and number of threads.
/// </summary>
internal sealed unsafe class EncoderPass : IDisposable
{
    private readonly EncoderConfig config;
    private readonly WorkerPool pool;
    private readonly List<(int FirstRow, int Rows)> texts = [];
    private readonly NativeBuffer hidden;
    private readonly NativeBuffer qkv;
    private readonly NativeBuffer attended;
    private readonly NativeBuffer projected;
    private readonly NativeBuffer wide;

    /// <param name="lengths">Tokens of each text, at least one.</param>
    public EncoderPass(EncoderConfig config, IEnumerable<int> lengths, WorkerPool pool)
    {
        (this.config, this.pool) = (config, pool);
        foreach (int length in lengths)
        {
            texts.Add((Rows, length));
            Rows += length;
        }

        hidden = NativeBuffer.OfFloats((long)Rows * config.HiddenSize);
        qkv = NativeBuffer.OfFloats((long)Rows * config.HiddenSize * 3);
        attended = NativeBuffer.OfFloats((long)Rows * config.HiddenSize);
        projected = NativeBuffer.OfFloats((long)Rows * config.HiddenSize);
        wide = NativeBuffer.OfFloats((long)Rows * config.IntermediateSize);
    }

    public int Rows { get; }

    /// <summary>Hidden states of a text: (tokens × hidden).</summary>
    public float[] StatesOf(int text)
    {
        (int first, int rows) = texts[text];
        return new ReadOnlySpan<float>(hidden.Floats + ((nint)first * config.HiddenSize), rows * config.HiddenSize).ToArray();
    }

    /// <summary>Word + type 0 + position, normalised.</summary>
    public void Embed(EncoderTensors tensors, IReadOnlyList<int[]> sequences)
    {
        (int Id, int Position)[] tokens = [.. sequences.SelectMany(Positioned)];
        TensorView words = tensors.Words, positions = tensors.Positions;
        float[] type = tensors.Types.ToSingles()[..config.HiddenSize];
        (float[] weight, float[] bias) = tensors.EmbeddingNorm;
        ForEachRow(row =>
        {
            Span<float> state = Row(hidden, row, config.HiddenSize), position = Row(projected, row, config.HiddenSize);
            words.CopySingles((long)tokens[row].Id * config.HiddenSize, state);
            positions.CopySingles((long)tokens[row].Position * config.HiddenSize, position);
            ResidualAdd.Apply(state, type);
            ResidualAdd.Apply(state, position);
            LayerNorm.Apply(state, weight, bias, config.LayerNormEpsilon, state);
        });
    }

    /// <summary>Attention and feed-forward, each added to its input and normalised after that.</summary>
    public void Run(EncoderLayer layer)
    {
        Multiply(layer.Qkv, hidden, qkv);
        ForEachRow(row => LinearOutput.Finish(Row(qkv, row, layer.Qkv.Bias.Length), layer.Qkv.Bias, Rounding.None));
        EncoderAttention.Run(config, qkv.Floats, attended.Floats, texts, pool);
        Multiply(layer.AttentionOutput, attended, projected);
        AddToHidden(layer.AttentionOutput.Bias, layer.AttentionNorm);

        Multiply(layer.Up, hidden, wide);
        ForEachRow(row =>
        {
            Span<float> values = Row(wide, row, config.IntermediateSize);
            LinearOutput.Finish(values, layer.Up.Bias, Rounding.None);
            Gelu.Apply(values, values);
        });
        Multiply(layer.Down, wide, projected);
        AddToHidden(layer.Down.Bias, layer.OutputNorm);
    }

    public void Dispose()
    {
        hidden.Dispose();
        qkv.Dispose();
        attended.Dispose();
        projected.Dispose();
        wide.Dispose();
    }

    /// <summary>RoBERTa gives padding tokens, which a text can spell, the padding's position and does not count them.</summary>
    private IEnumerable<(int Id, int Position)> Positioned(int[] ids)
    {
        int next = config.FirstPosition;
        foreach (int id in ids)
        {
            bool isPadding = config.Family == EncoderFamily.Roberta && id == config.PadTokenId;
            yield return (id, isPadding ? config.PadTokenId : next++);
        }
    }

    private void Multiply(EncoderLinear linear, NativeBuffer input, NativeBuffer output) =>
        linear.Matrix.Multiply(input.Floats, Rows, output.Floats, linear.Matrix.Rows, pool);

    private void AddToHidden(float[] bias, (float[] Weight, float[] Bias) norm) =>
        ForEachRow(row =>
        {
            Span<float> added = Row(projected, row, config.HiddenSize), state = Row(hidden, row, config.HiddenSize);
            LinearOutput.Finish(added, bias, Rounding.None);
            ResidualAdd.Apply(state, added);
            LayerNorm.Apply(state, norm.Weight, norm.Bias, config.LayerNormEpsilon, state);
        });

    private void ForEachRow(Action<int> body) => pool.Run(Rows, (row, _) => body(row));

    private static Span<float> Row(NativeBuffer rows, int row, int width) => new(rows.Floats + ((nint)row * width), width);
}
