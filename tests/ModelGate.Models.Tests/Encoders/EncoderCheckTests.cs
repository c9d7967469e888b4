using System.Text.Json.Nodes;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Encoders;
using ModelGate.Models.Formats;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Encoders;

/// <summary>What a folder that is no whole encoder is told.</summary>
public sealed class EncoderCheckTests
{
    [Theory]
    [InlineData("bert", 2, 40)]
    [InlineData("roberta", 4, 48)]
    public void Check_whole_encoder_gives_its_configuration(string name, int layers, int maxTokens)
    {
        EncoderConfig config = Encoder.Check(TinyEncoders.DirectoryOf(name), layerCount: null);
        Assert.Equal((layers, maxTokens), (config.LayerCount, config.MaxTokens));
    }

    [Theory]
    [InlineData("model_type", "t5", "QG0212", "'t5'")]
    [InlineData("hidden_act", "gelu_new", "QG0214", "'gelu_new'")]
    [InlineData("position_embedding_type", "relative_key", "QG0214", "'relative_key'")]
    [InlineData("num_attention_heads", 5, "QG0211", "32 is not a multiple")]
    [InlineData("vocab_size", 20, "QG0211", "tokenizer.json has")]
    [InlineData("vocab_size", 20, "QG0232", "word_embeddings.weight")]
    [InlineData("intermediate_size", 57, "QG0232", "encoder.layer.1.output.dense.weight")]
    [InlineData("max_position_embeddings", 41, "QG0232", "position_embeddings")]
    public void Check_configuration_that_does_not_fit_is_a_diagnostic(string key, object value, string code, string says)
    {
        using var folder = new TemporaryFolder();
        string directory = folder.Combine("bert");
        TinyEncoders.Copy("bert", directory);
        Change(directory, config => config[key] = value is int number ? number : (string)value);
        IReadOnlyList<Diagnostic> problems = Problems(directory, null);
        Assert.Contains(problems, problem => problem.Code == code && problem.Problem.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_missing_tensors_are_named_those_of_layers_left_out_are_not()
    {
        using var folder = new TemporaryFolder();
        string directory = folder.Combine("roberta");
        TinyEncoders.Copy("roberta", directory);
        Change(directory, config => config["num_hidden_layers"] = 5);
        IReadOnlyList<Diagnostic> problems = Problems(directory, null);
        Assert.Equal(16, problems.Count);
        Assert.All(problems, problem => Assert.Equal(CheckpointCodes.TensorMissing, problem.Code));
        Assert.Contains(
            problems,
            problem => problem.Problem.Contains("'roberta.encoder.layer.4.attention.self.query.weight'", StringComparison.Ordinal));
        Assert.Equal(5, Encoder.Check(directory, 4).LayerCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void Check_layer_that_the_encoder_lacks_is_a_diagnostic(int layer)
    {
        Diagnostic problem = Assert.Single(Problems(TinyEncoders.Roberta, layer));
        Assert.Contains("layers 1 to 4", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_folder_without_files_is_a_diagnostic()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("QG0210", Assert.Single(Problems(folder.Path, null)).Code);
    }

    [Fact]
    public void Encode_weights_that_are_not_finite_are_a_diagnostic()
    {
        using var folder = new TemporaryFolder();
        string directory = folder.Combine("bert");
        TinyEncoders.Copy("bert", directory);
        string file = Path.Combine(directory, "model.safetensors");
        byte[] bytes = File.ReadAllBytes(file);
        (bytes[^1], bytes[^2]) = (0x7F, 0xC0);
        File.WriteAllBytes(file, bytes);
        using Encoder encoder = Encoder.Open(directory, null, threads: 1);
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(
            () => encoder.Encode([[2, 3]], TestContext.Current.CancellationToken));
        Assert.Equal("QG0234", Assert.Single(wrong.Diagnostics).Code);
    }

    private static IReadOnlyList<Diagnostic> Problems(string directory, int? layer) =>
        Assert.Throws<DiagnosticException>(() => Encoder.Check(directory, layer)).Diagnostics;

    private static void Change(string directory, Action<JsonObject> change)
    {
        string file = Path.Combine(directory, "config.json");
        JsonObject config = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(config);
        File.WriteAllText(file, config.ToJsonString());
    }
}
