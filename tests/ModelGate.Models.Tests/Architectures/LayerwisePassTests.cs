using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Architectures;

public sealed class LayerwisePassTests
{
    [Fact]
    public void VisitLogits_after_all_layers_gives_the_bits_of_a_forward_pass()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Qwen3, seed: 31), chunkRows: 24);
        int[][] windows = [TinyDecoder.Tokens(50, 1), TinyDecoder.Tokens(16, 2), TinyDecoder.Tokens(1, 3), TinyDecoder.Tokens(70, 4)];
        using var pass = new LayerwisePass(tiny.Decoder, windows, tiny.Pool);
        for (int layer = 0; layer < pass.LayerCount; layer++) pass.Advance(layer, TestContext.Current.CancellationToken);
        List<float[]>[] rows = [.. windows.Select(_ => new List<float[]>())];
        pass.VisitLogits(block =>
        {
            for (int i = 0; i < block.Count; i++)
            {
                Assert.Equal(rows[block.Origin(i).Item].Count, block.Origin(i).Token);
                rows[block.Origin(i).Item].Add(block.Logits(i).ToArray());
            }
        });

        Assert.Equal(137, pass.TokenCount);
        for (int i = 0; i < windows.Length; i++) Assert.Equal(tiny.Logits(windows[i]), rows[i]);
    }

    [Fact]
    public void Observe_shows_the_input_of_each_linear_in_order_and_changes_nothing()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 32), chunkRows: 16);
        int[][] windows = [TinyDecoder.Tokens(20, 1), TinyDecoder.Tokens(15, 2)];
        using var pass = new LayerwisePass(tiny.Decoder, windows, tiny.Pool);
        var first = new Recorder();
        var again = new Recorder();
        pass.Observe(0, first, TestContext.Current.CancellationToken);
        pass.Observe(0, again, TestContext.Current.CancellationToken);

        Assert.Equal([LinearInput.Attention, LinearInput.AttentionOutput, LinearInput.Mlp, LinearInput.MlpDown], first.Inputs.Keys.Order());
        foreach ((LinearInput input, List<float> values) in first.Inputs)
        {
            Assert.Equal(35 * (input == LinearInput.MlpDown ? 128 : 64), values.Count);
            Assert.Equal(values, again.Inputs[input]);
        }

        // What q, k and v read is the normalised embedding.
        var row = new float[64];
        tiny.Decoder.Embedding.CopyRow(windows[1][14], row);
        double scale = 1 / Math.Sqrt((row.Sum(value => (double)value * value) / row.Length) + 1e-6);
        for (int i = 0; i < row.Length; i++)
        {
            Assert.Equal(row[i] * scale * tiny.Decoder.Layers[0].InputNorm[i], first.Inputs[LinearInput.Attention][(34 * 64) + i], 1e-5);
        }
    }

    [Fact]
    public void Advance_uses_the_matrices_that_are_set_then()
    {
        using var tiny = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 33));
        using var other = new TinyDecoder(TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 34));
        int[] window = TinyDecoder.Tokens(12, 1);
        float[][] before = tiny.Logits(window);
        DecoderLayer layer = tiny.Decoder.Layers[1], replacement = other.Decoder.Layers[1];
        (layer.Qkv, layer.AttentionOutput, layer.GateUp, layer.Down) =
            (replacement.Qkv, replacement.AttentionOutput, replacement.GateUp, replacement.Down);
        (layer.InputNorm, layer.PostAttentionNorm) = (replacement.InputNorm, replacement.PostAttentionNorm);

        Assert.NotEqual(before[^1], tiny.Logits(window)[^1]);
        using var pass = new LayerwisePass(tiny.Decoder, [window], tiny.Pool);
        pass.Advance(0, TestContext.Current.CancellationToken);
        pass.Advance(1, TestContext.Current.CancellationToken);
        var rows = new List<float[]>();
        pass.VisitLogits(block => rows.AddRange(Enumerable.Range(0, block.Count).Select(i => block.Logits(i).ToArray())));
        Assert.Equal(tiny.Logits(window), rows);
    }

    private sealed unsafe class Recorder : ILinearInputObserver
    {
        public Dictionary<LinearInput, List<float>> Inputs { get; } = [];

        public void Observe(int layer, LinearInput input, float* x, int rows, int width)
        {
            Assert.Equal(0, layer);
            if (!Inputs.TryGetValue(input, out List<float>? values)) Inputs[input] = values = [];
            values.AddRange(new ReadOnlySpan<float>(x, rows * width));
        }
    }
}
