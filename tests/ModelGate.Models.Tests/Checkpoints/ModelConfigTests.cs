using System.Text.Json.Nodes;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Checkpoints;

public sealed class ModelConfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly JsonObject json = TinyCheckpoint.Of(ModelArchitecture.Llama).Config;

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(ModelArchitecture.Llama, false, false)]
    [InlineData(ModelArchitecture.Mistral, false, false)]
    [InlineData(ModelArchitecture.Qwen2, true, false)]
    [InlineData(ModelArchitecture.Qwen3, false, true)]
    public void Read_each_family_knows_its_biases_and_norms(ModelArchitecture architecture, bool attentionBias, bool qkNorm)
    {
        Use(architecture);
        ModelConfig config = Read();
        Assert.Equal((architecture, attentionBias, false, qkNorm),
            (config.Architecture, config.AttentionBias, config.AttentionOutputBias, config.QkNorm));
    }

    [Fact]
    public void Read_llama_with_attention_and_mlp_bias_has_all_biases()
    {
        json["attention_bias"] = true;
        json["mlp_bias"] = true;
        ModelConfig config = Read();
        Assert.True(config is { AttentionBias: true, AttentionOutputBias: true, MlpBias: true });
    }

    [Fact]
    public void Read_head_dim_explicit_or_absent_is_taken_or_derived()
    {
        json["head_dim"] = 32;
        Assert.Equal((32, 128, 64), (Read().HeadDim, Read().QueryWidth, Read().KeyValueWidth));
        json.Remove("head_dim");
        Assert.Equal(16, Read().HeadDim);
        json["num_attention_heads"] = 6;
        Assert.Contains("'hidden_size' 64", Problem("QG0211"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rope_scaling",
        """{"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192}""",
        10000.0)]
    [InlineData("rope_scaling",
        """{"type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,"original_max_position_embeddings":8192}""", 10000.0)]
    [InlineData("rope_parameters",
        """
        {"rope_theta":500000.0,"rope_type":"llama3","factor":8.0,"low_freq_factor":1.0,"high_freq_factor":4.0,
         "original_max_position_embeddings":8192}
        """,
        500000.0)]
    public void Read_llama3_rope_in_old_and_new_form_is_the_same(string key, string value, double theta)
    {
        json[key] = JsonNode.Parse(value);
        ModelConfig config = Read();
        Assert.Equal(new RopeScaling.Llama3(8, 1, 4, 8192), config.RopeScaling);
        Assert.Equal(theta, config.RopeTheta);
    }

    [Fact]
    public void Read_default_rope_parameters_need_no_scaling()
    {
        json.Remove("rope_theta");
        json["rope_parameters"] = JsonNode.Parse("""{"rope_theta":1000000,"rope_type":"default"}""");
        Assert.Equal((1e6, null), (Read().RopeTheta, Read().RopeScaling));
    }

    [Theory]
    [InlineData("""{"rope_type":"yarn","factor":4.0}""", "'yarn'")]
    [InlineData("""{"type":"linear","factor":2.0}""", "'linear'")]
    [InlineData("""{"factor":2.0}""", "rope_type")]
    public void Read_unknown_rope_is_refused(string value, string named)
    {
        json["rope_scaling"] = JsonNode.Parse(value);
        Assert.Contains(named, Problem("QG0213"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_unknown_architecture_is_named()
    {
        json["architectures"] = new JsonArray("GPTNeoXForCausalLM");
        Assert.Contains("'GPTNeoXForCausalLM'", Problem("QG0212"), StringComparison.Ordinal);
        json.Remove("architectures");
        json["model_type"] = "gemma2";
        Assert.Contains("'gemma2'", Problem("QG0212"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hidden_size", "64.5")]
    [InlineData("hidden_size", "-64")]
    [InlineData("hidden_size", "\"64\"")]
    [InlineData("rms_norm_eps", "0")]
    [InlineData("tie_word_embeddings", "1")]
    [InlineData("torch_dtype", "\"int8\"")]
    [InlineData("eos_token_id", "[2,\"x\"]")]
    [InlineData("eos_token_id", "96")]
    [InlineData("num_key_value_heads", "3")]
    [InlineData("head_dim", "15")]
    [InlineData("vocab_size", "99999999999")]
    public void Read_impossible_value_is_named(string key, string value)
    {
        json[key] = JsonNode.Parse(value);
        Assert.Contains($"'{key}'", Problem("QG0211"), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_several_mistakes_come_out_together()
    {
        json.Remove("hidden_size");
        json["vocab_size"] = "many";
        json["hidden_act"] = "gelu";
        IReadOnlyList<Diagnostic> problems = Problems();
        Assert.Equal(["QG0211", "QG0211", "QG0214"], problems.Select(problem => problem.Code).Order());
    }

    [Fact]
    public void Read_file_that_is_not_json_gives_line_and_column()
    {
        File.WriteAllText(folder.Combine("config.json"), "{\n  \"hidden_size\": 64,,\n}");
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => ModelConfig.Read(folder.Path)).Diagnostics);
        Assert.Equal(("QG0210", 2), (problem.Code, problem.At.Line));
        Assert.True(problem.At.Column > 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"a\":1,\"a\":2}")]
    public void Read_file_without_one_object_is_refused(string text)
    {
        File.WriteAllText(folder.Combine("config.json"), text);
        Assert.Equal("QG0210", Assert.Single(Assert.Throws<DiagnosticException>(() => ModelConfig.Read(folder.Path)).Diagnostics).Code);
    }

    [Fact]
    public void Read_absent_config_is_named() =>
        Assert.Equal("QG0210", Assert.Single(Assert.Throws<DiagnosticException>(() => ModelConfig.Read(folder.Path)).Diagnostics).Code);

    [Fact]
    public void Read_generation_config_decides_ends_of_generation()
    {
        File.WriteAllText(folder.Combine("generation_config.json"), """{"eos_token_id":[2,7],"pad_token_id":0}""");
        ModelConfig config = Read();
        Assert.Equal([2, 7], config.EosTokenIds);
        Assert.Equal(0, config.PadTokenId);
    }

    [Fact]
    public void DemandContext_beyond_mistral_window_is_refused_and_within_it_is_not()
    {
        Use(ModelArchitecture.Mistral);
        json["sliding_window"] = 100;
        ModelConfig config = Read();
        config.DemandContext(100);
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => config.DemandContext(101)).Diagnostics);
        Assert.Equal("QG0215", problem.Code);
        Assert.Contains("sliding_window 100", problem.Problem, StringComparison.Ordinal);
        Assert.Contains("max_position_embeddings 256", Assert.Throws<DiagnosticException>(() => config.DemandContext(257)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 0, null)]
    [InlineData(true, 2, null)]
    [InlineData(true, 1, 64)]
    public void Read_qwen_window_counts_only_where_it_is_used(bool used, int fullLayers, int? expected)
    {
        Use(ModelArchitecture.Qwen2);
        json["sliding_window"] = 64;
        json["use_sliding_window"] = used;
        json["max_window_layers"] = fullLayers;
        Assert.Equal(expected, Read().SlidingWindow);
    }

    private void Use(ModelArchitecture architecture)
    {
        json["architectures"] = new JsonArray($"{architecture}ForCausalLM");
    }

    private ModelConfig Read()
    {
        File.WriteAllText(folder.Combine("config.json"), json.ToJsonString());
        return ModelConfig.Read(folder.Path);
    }

    private IReadOnlyList<Diagnostic> Problems() => Assert.Throws<DiagnosticException>(Read).Diagnostics;

    private string Problem(string code)
    {
        Diagnostic problem = Assert.Single(Problems());
        Assert.Equal(code, problem.Code);
        Assert.EndsWith("config.json", problem.At.File, StringComparison.Ordinal);
        return problem.Problem;
    }
}
