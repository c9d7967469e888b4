using System.Text.Json.Nodes;
using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Architectures;

public sealed class LlamaDecoderTests
{
    // Sums of at most 128 products in FP32 are off by at most 128 · 2⁻²⁴ = 8e-6 of the sum of magnitudes; two layers of them stay below
    // this share
    // of the largest logit.
    private const double SinglePrecision = 2e-5;

    [Theory]
    [InlineData(ModelArchitecture.Llama)]
    [InlineData(ModelArchitecture.Mistral)]
    [InlineData(ModelArchitecture.Qwen2)]
    [InlineData(ModelArchitecture.Qwen3)]
    public void Forward_each_architecture_in_fp32_agrees_with_its_definition(ModelArchitecture architecture) =>
        AssertAgrees(TinyCheckpoint.Of(architecture), SinglePrecision);

    [Fact]
    public void Forward_llama3_rotary_scaling_agrees_with_its_definition()
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 2);
        // Original context 64: of the eight wavelengths some are kept, some divided and one is between.
        tiny.Config["rope_scaling"] = new JsonObject
        {
            ["rope_type"] = "llama3", ["factor"] = 8.0, ["low_freq_factor"] = 1.0, ["high_freq_factor"] = 4.0,
            ["original_max_position_embeddings"] = 64,
        };
        AssertAgrees(tiny, SinglePrecision);
    }

    [Fact]
    public void Forward_tied_embeddings_and_all_biases_agree_with_their_definition()
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 3);
        tiny.Config["tie_word_embeddings"] = true;
        tiny.Config["attention_bias"] = true;
        tiny.Config["mlp_bias"] = true;
        tiny.FillTensors(seed: 3);
        Assert.False(tiny.Tensors.ContainsKey("lm_head.weight"));
        AssertAgrees(tiny, SinglePrecision);
    }

    [Fact]
    public void Forward_widths_that_fill_no_panel_agree_with_their_definition()
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Qwen3, seed: 4);
        tiny.Config["hidden_size"] = 44;
        tiny.Config["intermediate_size"] = 76;
        tiny.Config["num_attention_heads"] = 6;
        tiny.Config["num_key_value_heads"] = 3;
        tiny.Config["head_dim"] = 10;
        tiny.Config["vocab_size"] = 97;
        tiny.FillTensors(seed: 4);
        AssertAgrees(tiny, SinglePrecision);
    }

    [Theory]
    [InlineData(DType.F16)]
    [InlineData(DType.F32)]
    public void Forward_other_weight_types_agree_with_their_definition(DType type)
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 5);
        tiny.Config["torch_dtype"] = type == DType.F16 ? "float16" : "float32";
        foreach (string name in tiny.Tensors.Keys.ToArray()) tiny.Tensors[name] = Converted(tiny.Tensors[name], type);
        AssertAgrees(tiny, SinglePrecision);
    }

    [Theory]
    [InlineData("int4")]
    [InlineData("int8-weights")]
    [InlineData("int8")]
    [InlineData("fp8")]
    public void Forward_quantized_weights_agree_with_their_definition(string scheme)
    {
        // With this seed no activation is so near the middle of two codes that FP32 and double round it to different ones.
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Qwen2, seed: 7);
        TinyQuantization.Quantize(tiny, scheme);
        AssertAgrees(tiny, SinglePrecision);
    }

    [Fact]
    public void Forward_formats_that_differ_by_layer_agree_with_their_definition()
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Llama, seed: 7);
        TinyQuantization.Quantize(tiny, "int4", @"self_attn");
        TinyQuantization.Quantize(tiny, "int8-weights", @"down_proj");
        AssertAgrees(tiny, SinglePrecision);
    }

    [Fact]
    public void Forward_in_bf16_stays_near_fp32_and_rounds_every_linear_input()
    {
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Qwen3, seed: 8);
        int[] tokens = TinyDecoder.Tokens(20, seed: 1);
        using var exact = new TinyDecoder(tiny);
        using var rounded = new TinyDecoder(tiny, ActivationPrecision.Bf16);

        float[][] expected = exact.Logits(tokens), actual = rounded.Logits(tokens);
        // About 20 roundings of relative error 2⁻⁹ on the way, of random sign.
        AssertClose(expected, actual, 0.03);
        Assert.Contains(actual[^1], logit => logit != BFloat16.Round(logit));
        using var pass = new LayerwisePass(rounded.Decoder, [tokens], rounded.Pool);
        var observer = new RoundedInputs();
        for (int layer = 0; layer < pass.LayerCount; layer++)
        {
            pass.Observe(layer, observer, TestContext.Current.CancellationToken);
            pass.Advance(layer, TestContext.Current.CancellationToken);
        }

        Assert.Equal(4 * pass.LayerCount, observer.Calls);
    }

    private static void AssertAgrees(TinyCheckpoint tiny, double tolerance)
    {
        using var decoder = new TinyDecoder(tiny);
        int[] tokens = TinyDecoder.Tokens(37, seed: 9);
        double[][] expected = new ReferenceDecoder(decoder.Checkpoint).Logits(tokens);

        AssertClose([.. expected.Select(row => Array.ConvertAll(row, value => (float)value))], decoder.Logits(tokens), tolerance);
    }

    private static void AssertClose(float[][] expected, float[][] actual, double share)
    {
        double largest = expected.Max(row => row.Max(Math.Abs));
        Assert.True(largest > 0.1, "The model's logits are too small to tell anything.");
        Assert.Equal(expected.Length, actual.Length);
        foreach ((float[] row, float[] other) in expected.Zip(actual))
        {
            Assert.Equal(row.Length, other.Length);
            for (int i = 0; i < row.Length; i++) Assert.Equal(row[i], other[i], share * largest);
        }
    }

    private static TinyTensor Converted(TinyTensor tensor, DType type)
    {
        // Values of more digits than bfloat16 has, so that a detour over it would show.
        float[] values = [.. Enumerable.Range(0, tensor.Bytes.Length / 2).Select(i =>
            BFloat16.ToSingle(BitConverter.ToUInt16(tensor.Bytes, 2 * i)) * 1.0009f)];
        return new TinyTensor(type, tensor.Shape, [.. values.SelectMany(value =>
            type == DType.F16 ? BitConverter.GetBytes((Half)value) : BitConverter.GetBytes(value))]);
    }

    private sealed unsafe class RoundedInputs : ILinearInputObserver
    {
        public int Calls { get; private set; }

        public void Observe(int layer, LinearInput input, float* x, int rows, int width)
        {
            Calls++;
            foreach (float value in new ReadOnlySpan<float>(x, rows * width)) Assert.Equal(BFloat16.Round(value), value);
        }
    }
}
