using System.Text.Json.Nodes;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Checkpoints;

public sealed class QuantizedCheckpointTests : IDisposable
{
    private const string Query = "model.layers.0.self_attn.q_proj";
    private const string Down = "model.layers.1.mlp.down_proj";

    private const string Int4 = """{"weights":{"num_bits":4,"type":"int","strategy":"group","group_size":32}}""";
    private const string Int8 = """
        {"weights":{"num_bits":8,"type":"int","strategy":"channel"},
         "input_activations":{"num_bits":8,"type":"int","strategy":"token","dynamic":true}}
        """;

    private const string Fp8 = """
        {"weights":{"num_bits":8,"type":"float","strategy":"channel"},
         "input_activations":{"num_bits":8,"type":"float","strategy":"token","dynamic":true}}
        """;

    private readonly TemporaryFolder folder = new();
    private readonly TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Llama);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Linear_each_supported_format_is_told_apart()
    {
        Quantize("pack-quantized", Int4);
        using (Checkpoint checkpoint = Open())
        {
            var int4 = Assert.IsType<LinearWeights.Int4>(checkpoint.Linear(Down));
            Assert.Equal((64, 128, 32), (int4.Rows, int4.Columns, int4.GroupSize));
            Assert.Equal([64L, 16L], int4.Words.Shape.ToArray());
            Assert.Equal(256, int4.Scale.ToSingles().Count(scale => scale == 0.5f));
            Assert.IsType<LinearWeights.Dense>(checkpoint.Linear("lm_head"));
        }

        Quantize("pack-quantized", """{"weights":{"num_bits":8,"type":"int","strategy":"channel"}}""");
        using (Checkpoint checkpoint = Open())
        {
            var int8 = Assert.IsType<LinearWeights.Int8WeightOnly>(checkpoint.Linear(Down));
            Assert.Equal((128, 32L), (int8.GroupSize, int8.Words.Shape[1]));
        }

        Quantize("int-quantized", Int8);
        using (Checkpoint checkpoint = Open())
            Assert.Equal(DType.I8, Assert.IsType<LinearWeights.Int8>(checkpoint.Linear(Query)).Codes.Type);

        Quantize("float-quantized", Fp8);
        using (Checkpoint checkpoint = Open())
            Assert.Equal(DType.F8E4M3, Assert.IsType<LinearWeights.Fp8>(checkpoint.Linear(Query)).Codes.Type);
    }

    [Fact]
    public void Linear_bias_stays_in_the_models_type()
    {
        TinyCheckpoint qwen = TinyCheckpoint.Of(ModelArchitecture.Qwen2);
        qwen.Write(folder.Path);
        using Checkpoint checkpoint = Open();
        Assert.Equal(32L, checkpoint.Linear("model.layers.0.self_attn.k_proj").Bias!.Value.ElementCount);
        Assert.Null(checkpoint.Linear(Down).Bias);
        Assert.Throws<ArgumentException>(() => checkpoint.Linear("model.layers.9.mlp.down_proj"));
    }

    [Fact]
    public void Linear_tied_head_is_the_embedding()
    {
        tiny.Config["tie_word_embeddings"] = true;
        tiny.FillTensors(3);
        Assert.DoesNotContain("lm_head.weight", tiny.Tensors.Keys);
        tiny.Write(folder.Path);
        using Checkpoint checkpoint = Open();
        var head = Assert.IsType<LinearWeights.Dense>(checkpoint.Linear("lm_head"));
        unsafe
        {
            Assert.True(head.Weight.Data == checkpoint.Tensors["model.embed_tokens.weight"].Data);
        }
    }

    [Theory]
    [InlineData("pack-quantized", """{"weights":{"num_bits":4,"strategy":"group","group_size":32,"symmetric":false}}""", "asymmetric")]
    [InlineData("float-quantized",
        """
        {"weights":{"num_bits":8,"type":"float","strategy":"channel"},
         "input_activations":{"num_bits":8,"type":"float","strategy":"tensor"}}
        """,
        "float8 per tensor")]
    [InlineData("float-quantized", """{"weights":{"num_bits":8,"type":"float","strategy":"channel"}}""", "activations unquantized")]
    [InlineData("float-quantized",
        """
        {"weights":{"num_bits":8,"type":"float","strategy":"block","block_structure":[32,32]},
         "input_activations":{"num_bits":8,"type":"float","strategy":"group","group_size":32,"dynamic":true}}
        """,
        "block")]
    public void Linear_format_that_is_not_computed_says_so(string format, string group, string named)
    {
        Quantize(format, group);
        using Checkpoint checkpoint = Open();
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => checkpoint.Linear(Query)).Diagnostics);
        Assert.Equal("QG0222", problem.Code);
        Assert.Contains(named, problem.Problem, StringComparison.Ordinal);
        Assert.Contains(Query, problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_override_groups_give_each_module_its_own_format()
    {
        Quantize("pack-quantized", Int4);
        JsonObject groups = tiny.Config["quantization_config"]!["config_groups"]!.AsObject();
        groups["down"] = JsonNode.Parse(Fp8);
        groups["down"]!["targets"] = new JsonArray(@"re:.*down_proj$");
        groups["down"]!["format"] = "float-quantized";
        tiny.Config["quantization_config"]!["ignore"] = new JsonArray("lm_head", "re:.*layers\\.1\\.self_attn\\.");
        Requantize();

        using Checkpoint checkpoint = Open();
        Assert.IsType<LinearWeights.Int4>(checkpoint.Linear(Query));
        Assert.IsType<LinearWeights.Fp8>(checkpoint.Linear(Down));
        Assert.IsType<LinearWeights.Dense>(checkpoint.Linear("model.layers.1.self_attn.o_proj"));
    }

    [Fact]
    public void Open_missing_extra_and_misshapen_tensors_come_out_together()
    {
        tiny.Tensors.Remove($"{Query}.weight");
        tiny.Tensors["model.layers.7.mlp.up_proj.weight"] = TinyTensor.Constant(0, 2, 2);
        tiny.Tensors["model.norm.weight"] = TinyTensor.Constant(1, 65);
        tiny.Tensors[$"{Down}.weight"] = TinyTensor.Zeros(DType.I8, 64, 128);
        tiny.Write(folder.Path);
        IReadOnlyList<Diagnostic> problems = Problems();

        Assert.Equal(["QG0230", "QG0231", "QG0232", "QG0233"], problems.Select(problem => problem.Code).Order());
        Assert.Contains($"'{Query}.weight'", problems.Single(problem => problem.Code == "QG0230").Problem, StringComparison.Ordinal);
        Diagnostic shape = problems.Single(problem => problem.Code == "QG0232");
        Assert.Contains("'model.norm.weight' has shape [65]; config.json demands [64]", shape.Problem, StringComparison.Ordinal);
        Assert.EndsWith("model.safetensors", shape.At.File, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_many_problems_are_counted_after_the_first_twenty()
    {
        tiny.Config["hidden_size"] = 128;
        tiny.Write(folder.Path);
        IReadOnlyList<Diagnostic> problems = Problems();
        Assert.Equal(20, problems.Count);
        Assert.EndsWith("more tensors are wrong.", problems[^1].Problem, StringComparison.Ordinal);
        using Checkpoint whole = Checkpoint.OpenUnchecked(folder.Path);
        Assert.Contains($" {whole.Validate().Count - 20} more tensors", problems[^1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_harmless_extra_tensors_are_allowed()
    {
        tiny.Tensors["model.layers.0.self_attn.rotary_emb.inv_freq"] = TinyTensor.Constant(1, 8);
        tiny.Write(folder.Path);
        Open().Dispose();
    }

    [Theory]
    [InlineData("weight_shape", "QG0237")]
    [InlineData("weight_zero_point", "QG0236")]
    [InlineData("weight_scale", "QG0232")]
    [InlineData("weight_packed", "QG0230")]
    public void Open_int4_with_a_wrong_part_is_refused(string part, string code)
    {
        Quantize("pack-quantized", Int4);
        string name = $"{Down}.{part}";
        if (part == "weight_packed") tiny.Tensors.Remove(name);
        else
        {
            tiny.Tensors[name] = part switch
            {
                "weight_shape" => TinyTensor.I64(128, 64),
                "weight_zero_point" => TinyTensor.Zeros(DType.I32, 8, 4),
                _ => TinyTensor.Constant(1, 64, 1),
            };
        }

        tiny.Write(folder.Path);
        Diagnostic problem = Assert.Single(Problems());
        Assert.Equal(code, problem.Code);
        Assert.Contains($"'{name}'", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void ValidateValues_nan_bad_scale_and_fp8_nan_are_found_where_they_are()
    {
        Quantize("float-quantized", Fp8);
        tiny.Tensors[$"{Query}.weight"].Bytes[(3 * 64) + 5] = 0xFF;
        tiny.Tensors[$"{Down}.weight_scale"] = TinyTensor.BF16([64, 1], [.. Enumerable.Range(0, 64).Select(i => i == 9 ? 0f : 1f)]);
        BitConverter.TryWriteBytes(tiny.Tensors["model.norm.weight"].Bytes.AsSpan(2 * 63), (ushort)0x7FC0);
        tiny.Write(folder.Path);
        using Checkpoint checkpoint = Open();
        IReadOnlyList<Diagnostic> problems = checkpoint.ValidateValues();

        Assert.Equal(["QG0234", "QG0234", "QG0235"], problems.Select(problem => problem.Code).Order());
        Assert.Contains(problems, problem => problem.Problem == $"Tensor '{Query}.weight' has the NaN code at [3, 5].");
        Assert.Contains(problems, problem => problem.Problem.EndsWith("at [9, 0].", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Problem == "Tensor 'model.norm.weight' has a NaN or infinity at [63].");
    }

    [Fact]
    public void ContentHash_depends_on_weights_config_and_tokenizer_alone()
    {
        File.WriteAllText(folder.Combine("tokenizer.json"), "{}");
        string HashNow()
        {
            tiny.Write(folder.Path);
            using Checkpoint checkpoint = Open();
            return checkpoint.ContentHash;
        }

        string first = HashNow();
        File.WriteAllText(folder.Combine("README.md"), "note");
        Assert.Equal(first, HashNow());
        Assert.Matches("^[0-9a-f]{64}$", first);

        File.WriteAllText(folder.Combine("tokenizer.json"), "{ }");
        string second = HashNow();
        tiny.Config["rope_theta"] = 20000.0;
        string third = HashNow();
        tiny.Tensors["model.norm.weight"].Bytes[0] ^= 1;
        string fourth = HashNow();
        Assert.Equal(4, new[] { first, second, third, fourth }.Distinct().Count());
    }

    private Checkpoint Open() => Checkpoint.Open(folder.Path);

    private IReadOnlyList<Diagnostic> Problems() => Assert.Throws<DiagnosticException>(Open).Diagnostics;

    private void Quantize(string format, string group)
    {
        var groupNode = JsonNode.Parse(group)!.AsObject();
        groupNode["targets"] = new JsonArray("Linear");
        tiny.Config["quantization_config"] = new JsonObject
        {
            ["quant_method"] = "compressed-tensors",
            ["format"] = format,
            ["ignore"] = new JsonArray("lm_head"),
            ["config_groups"] = new JsonObject { ["group_0"] = groupNode },
        };
        Requantize();
    }

    /// <summary>Gives every layer the tensors its group demands: codes 0, scales 0.5.</summary>
    private void Requantize()
    {
        tiny.FillTensors(1);
        tiny.Write(folder.Path);
        ModelConfig config = ModelConfig.Read(folder.Path);
        QuantizationConfig quantization = QuantizationConfig.Read(folder.Path)!;
        foreach (LinearModule module in DecoderModules.Linears(config))
        {
            if (quantization.GroupOf(module.Name, module.ClassName)?.Numbers is not { } numbers) continue;
            tiny.Tensors.Remove($"{module.Name}.weight");
            foreach (ExpectedTensor tensor in ExpectedTensor.Of(module, numbers)!)
            {
                bool isShape = tensor.Name.EndsWith("weight_shape", StringComparison.Ordinal);
                tiny.Tensors[tensor.Name] = isShape ? TinyTensor.I64(module.Rows, module.Columns)
                    : tensor.Types[0] == DType.BF16 ? TinyTensor.Constant(0.5f, tensor.Shapes[0])
                    : TinyTensor.Zeros(tensor.Types[0], tensor.Shapes[0]);
            }
        }

        tiny.Write(folder.Path);
    }
}
