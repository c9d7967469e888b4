using System.Text;
using System.Text.Json.Nodes;
using ModelGate.Quantization.CompressedTensors;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Quantization.Tests.CompressedTensors;

public sealed class QuantizationConfigWriterTests
{
    [Fact]
    public void Merge_int4_config_is_the_one_of_the_format_reference()
    {
        JsonNode config = Merge(new W4A16Int4(32).DefaultRecipe);
        JsonNode expected = JsonNode.Parse("""
            {"version":"0.18.0","quant_method":"compressed-tensors","format":"pack-quantized","quantization_status":"compressed",
             "ignore":["lm_head"],"kv_cache_scheme":null,"config_groups":{"group_0":{"targets":["Linear"],
             "weights":{"num_bits":4,"type":"int","strategy":"group","group_size":32,"symmetric":true,"dynamic":false,
             "actorder":"weight"}}}}
            """)!;
        Assert.True(JsonNode.DeepEquals(expected, config["quantization_config"]), config.ToJsonString());
    }

    [Fact]
    public void Merge_int8_and_fp8_configs_are_those_of_the_format_reference()
    {
        foreach ((QuantizationRecipe recipe, string format, string type) in new[]
        {
            (new W8A8Int8().DefaultRecipe, "int-quantized", "int"), (new W8A8Fp8().DefaultRecipe, "float-quantized", "float"),
        })
        {
            JsonNode expected = JsonNode.Parse("""
                {"version":"0.18.0","quant_method":"compressed-tensors","format":"FORMAT","quantization_status":"compressed",
                 "ignore":["lm_head"],"kv_cache_scheme":null,"config_groups":{"group_0":{"targets":["Linear"],
                 "weights":{"num_bits":8,"type":"TYPE","strategy":"channel","symmetric":true,"dynamic":false},
                 "input_activations":{"num_bits":8,"type":"TYPE","strategy":"token","symmetric":true,"dynamic":true}}}}
                """.Replace("FORMAT", format, StringComparison.Ordinal).Replace("TYPE", type, StringComparison.Ordinal))!;
            JsonNode config = Merge(recipe);
            Assert.True(JsonNode.DeepEquals(expected, config["quantization_config"]), config.ToJsonString());
        }
    }

    [Fact]
    public void Merge_other_keys_stay_as_they_are_and_an_older_entry_is_replaced()
    {
        byte[] source = Encoding.UTF8.GetBytes("""{"b": 1.50, "quantization_config": {"old": 1}, "a": {"ü": [null, true]}}""");
        using var model = new TinyModel();
        byte[] merged = QuantizationConfigWriter.Merge(source, Groups(model, new W8A8Fp8().DefaultRecipe), new W8A8Fp8().DefaultRecipe);
        JsonObject config = JsonNode.Parse(merged)!.AsObject();
        Assert.Equal(["b", "a", "quantization_config"], config.Select(property => property.Key));
        Assert.Equal("1.50", config["b"]!.ToJsonString());
        Assert.Null(config["quantization_config"]!["old"]);
        Assert.Contains("ü", Encoding.UTF8.GetString(merged), StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_override_writes_a_group_for_each_scheme_with_disjoint_targets()
    {
        QuantizationRecipe recipe = new W4A16Int4(32).DefaultRecipe with
        {
            Overrides =
            [
                new SchemeOverride("down_proj", new W8A8Fp8()),
                new SchemeOverride("layers.1.self_attn.o_proj", new W4A16Int4(64)),
            ],
            Ignore = ["layers.0.self_attn.o_proj"],
        };
        JsonNode config = Merge(recipe)["quantization_config"]!;
        Assert.Equal("mixed-precision", (string?)config["format"]);
        Assert.Equal(["lm_head", "model.layers.0.self_attn.o_proj"], config["ignore"]!.AsArray().Select(text => (string)text!));
        JsonObject groups = config["config_groups"]!.AsObject();
        Assert.Equal(["pack-quantized", "float-quantized", "pack-quantized"], groups.Select(group => (string?)group.Value!["format"]));
        Assert.Equal(@"[""re:.*mlp\\.down_proj$""]", groups["group_1"]!["targets"]!.ToJsonString());
        Assert.Equal(@"[""model.layers.1.self_attn.o_proj""]", groups["group_2"]!["targets"]!.ToJsonString());
        Assert.Equal("weight", (string?)groups["group_0"]!["weights"]!["actorder"]);
        Assert.Null(groups["group_1"]!["weights"]!["actorder"]);
    }

    private static JsonNode Merge(QuantizationRecipe recipe)
    {
        using var model = new TinyModel();
        return JsonNode.Parse(QuantizationConfigWriter.Merge(
            File.ReadAllBytes(Path.Combine(model.Directory, "config.json")), Groups(model, recipe), recipe))!;
    }

    private static ConfigGroups Groups(TinyModel model, QuantizationRecipe recipe) =>
        ConfigGroups.Of(QuantizationPlan.Create(model.Directory, recipe), recipe);
}
