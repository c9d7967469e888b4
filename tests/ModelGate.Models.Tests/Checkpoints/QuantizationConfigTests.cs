using System.Text.Json.Nodes;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Checkpoints;

public sealed class QuantizationConfigTests : IDisposable
{
    private const string Query = "model.layers.0.self_attn.q_proj";
    private const string Down = "model.layers.0.mlp.down_proj";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_fp8_as_current_library_writes_it_is_fp8_dynamic()
    {
        QuantizationConfig config = Read("""
            {"version":"0.18.0","quant_method":"compressed-tensors","format":"float-quantized","quantization_status":"compressed",
             "global_compression_ratio":null,"sparsity_config":{},"transform_config":{},"kv_cache_scheme":null,"ignore":["lm_head"],
             "config_groups":{"group_0":{"targets":["Linear"],"format":"float-quantized","output_activations":null,
              "weights":{"num_bits":8,"type":"float","strategy":"channel","symmetric":true,"dynamic":false,"group_size":null,
               "block_structure":null,"actorder":null,"observer":"memoryless_minmax","observer_kwargs":{},
               "scale_dtype":null,"zp_dtype":null},
              "input_activations":{"num_bits":8,"type":"float","strategy":"token","symmetric":true,"dynamic":true,"group_size":null,
               "block_structure":null,"actorder":null,"observer":null,"observer_kwargs":{},"scale_dtype":null,"zp_dtype":null}}}}
            """)!;

        Assert.Equal(LinearFormat.Fp8Dynamic.ToString(), config.GroupOf(Query)!.Numbers.ToString());
        Assert.Null(config.GroupOf("lm_head", QuantizationConfig.HeadClass));
        Assert.False(config.HasSparsity || config.HasTransforms);
        Assert.DoesNotContain("scale_dtype", config.Groups[0].Numbers.Weights.Keys);
    }

    [Fact]
    public void GroupOf_mixed_precision_follows_patterns_and_their_own_formats()
    {
        QuantizationConfig config = Read("""
            {"quant_method":"compressed-tensors","format":"mixed-precision","ignore":["lm_head"],"config_groups":{
             "group_0":{"targets":["re:.*self_attn\\.(q|k|v|o)_proj$","re:.*mlp\\.(gate|up)_proj$"],"format":"pack-quantized",
              "weights":{"num_bits":4,"type":"int","strategy":"group","group_size":128}},
             "group_1":{"targets":["re:.*mlp\\.down_proj$"],"format":"float-quantized",
              "weights":{"num_bits":8,"type":"float","strategy":"channel"},
              "input_activations":{"num_bits":8,"type":"float","strategy":"token","dynamic":true}}}}
            """)!;
        Assert.Equal(LinearFormat.Int4(128).ToString(), config.GroupOf(Query)!.Numbers.ToString());
        Assert.Equal(LinearFormat.Fp8Dynamic.ToString(), config.GroupOf(Down)!.Numbers.ToString());
        Assert.Null(config.GroupOf("model.layers.0.mlp.router"));
    }

    [Fact]
    public void GroupOf_prefers_name_over_pattern_over_class_whatever_the_order()
    {
        QuantizationConfig config = Read($$$"""
            {"quant_method":"compressed-tensors","format":"int-quantized","config_groups":{
             "class":{"targets":["Linear"],"weights":{"num_bits":8}},
             "pattern":{"targets":["re:model\\.layers\\.0\\."],"weights":{"num_bits":8}},
             "name":{"targets":["{{{Down}}}"],"weights":{"num_bits":8} } } }
            """)!;
        Assert.Equal("name", config.GroupOf(Down)!.Name);
        Assert.Equal("pattern", config.GroupOf(Query)!.Name);
        Assert.Equal("class", config.GroupOf("model.layers.1.self_attn.q_proj")!.Name);
        Assert.Null(config.GroupOf("lm_head", QuantizationConfig.HeadClass));
    }

    [Theory]
    [InlineData("re:layers", false)]
    [InlineData("re:model", true)]
    [InlineData("re:.*q_proj", true)]
    [InlineData("re:.*q_pro", true)]
    [InlineData("re:.*q_pro$", false)]
    [InlineData("model.layers.0.self_attn.q_proj", true)]
    [InlineData("self_attn.q_proj", false)]
    [InlineData("Linear", false)]
    public void Ignores_matches_from_the_start_with_an_open_end(string entry, bool ignored)
    {
        QuantizationConfig config = Read($$$"""
            {"quant_method":"compressed-tensors","format":"int-quantized","ignore":["{{{entry}}}"],
             "config_groups":{"g":{"targets":["Linear"],"weights":{"num_bits":8} } } }
            """)!;
        Assert.Equal(ignored, config.Ignores(Query));
    }

    [Theory]
    [InlineData("""{"num_bits":8}""", ScaleStrategy.Tensor, null)]
    [InlineData("""{"num_bits":4,"group_size":64}""", ScaleStrategy.Group, 64)]
    [InlineData("""{"num_bits":4,"group_size":-1}""", ScaleStrategy.Channel, null)]
    [InlineData("""{"num_bits":8,"block_structure":"128x128"}""", ScaleStrategy.Block, null)]
    public void Read_absent_strategy_is_inferred(string weights, ScaleStrategy strategy, int? groupSize)
    {
        NumberFormat format = ReadWeights(weights);
        Assert.Equal((strategy, groupSize, true, ScaleTime.Static), (format.Strategy, format.GroupSize, format.Symmetric, format.Time));
    }

    [Theory]
    [InlineData("null", null)]
    [InlineData("false", null)]
    [InlineData("true", "group")]
    [InlineData("\"weight\"", "weight")]
    public void Read_activation_order_of_every_version(string value, string? expected) =>
        Assert.Equal(expected, ReadWeights($$"""{"num_bits":4,"actorder": {{value}} }""").ActivationOrder);

    [Theory]
    [InlineData("QG0220", "strategy", """{"num_bits":8,"strategy":"diagonal"}""")]
    [InlineData("QG0220", "group_size", """{"num_bits":8,"strategy":"group"}""")]
    [InlineData("QG0220", "block_structure", """{"num_bits":8,"strategy":"block"}""")]
    [InlineData("QG0220", "type", """{"num_bits":8,"type":"posit"}""")]
    [InlineData("QG0220", "num_bits", """{"num_bits":"8"}""")]
    [InlineData("QG0220", "dynamic", """{"num_bits":8,"dynamic":"sometimes"}""")]
    public void Read_impossible_arguments_are_named(string code, string key, string weights)
    {
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => ReadWeights(weights)).Diagnostics);
        Assert.Equal(code, problem.Code);
        Assert.Contains($"config_groups.g.weights.{key}", problem.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gptq")]
    [InlineData("awq")]
    [InlineData("modelopt")]
    [InlineData("fp8")]
    public void Read_other_method_is_refused_by_name(string method)
    {
        Diagnostic problem =
            Assert.Single(Assert.Throws<DiagnosticException>(() => Read($$"""{"quant_method":"{{method}}","bits":4}""")).Diagnostics);
        Assert.Equal("QG0221", problem.Code);
        Assert.Contains($"'{method}'", problem.Problem, StringComparison.Ordinal);
        Assert.Contains("compressed-tensors", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_side_file_of_another_method_is_not_passed_over()
    {
        File.WriteAllText(folder.Combine("hf_quant_config.json"), "{}");
        Assert.Equal("QG0221", Assert.Single(Assert.Throws<DiagnosticException>(() => Read("null")).Diagnostics).Code);
    }

    [Fact]
    public void Read_broken_pattern_is_named()
    {
        string text = """{"quant_method":"compressed-tensors","format":"int-quantized","ignore":["re:(q"],"config_groups":{}}""";
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => Read(text)).Diagnostics);
        Assert.Contains("'re:(q'", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_unquantized_model_gives_nothing() => Assert.Null(Read("null"));

    private NumberFormat ReadWeights(string weights) => Read($$$"""
        {"quant_method":"compressed-tensors","format":"int-quantized",
         "config_groups":{"g":{"targets":["Linear"],"weights": {{{weights}}} } } }
        """)!.Groups[0].Numbers.Weights;

    private QuantizationConfig? Read(string quantization)
    {
        var config = new JsonObject { ["quantization_config"] = JsonNode.Parse(quantization) };
        File.WriteAllText(folder.Combine("config.json"), config.ToJsonString());
        return QuantizationConfig.Read(folder.Path);
    }
}
