using System.Text;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Formats;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests;

/// <summary>A seeded two-layer decoder with the demo's tokenizer in a temporary folder: hidden 64, MLP 96, vocabulary 1024.</summary>
internal sealed class TinyModel : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <param name="change">Changes configuration or tensors before they are written.</param>
    public TinyModel(ModelArchitecture architecture = ModelArchitecture.Llama, bool sharded = false, Action<TinyCheckpoint>? change = null)
    {
        TinyCheckpoint checkpoint = TinyCheckpoint.Of(architecture);
        checkpoint.Config["intermediate_size"] = 96;
        checkpoint.Config["vocab_size"] = 1024;
        checkpoint.Config["bos_token_id"] = 1018;
        checkpoint.Config["eos_token_id"] = 1019;
        checkpoint.Config["a_key_of_theirs"] = "ü";
        checkpoint.FillTensors(7);
        change?.Invoke(checkpoint);
        checkpoint.Write(Directory, sharded ? 60_000 : ShardedSafetensorsWriter.DefaultShardBytes);
        foreach (string name in new[] { "tokenizer.json", "tokenizer_config.json", "generation_config.json" })
            File.Copy(Path.Combine(Repository.DemoModel, name), Path.Combine(Directory, name));
    }

    public string Directory => folder.Combine("model");

    /// <summary>A folder beside the model's that does not exist yet.</summary>
    public string Output(string name = "out") => folder.Combine(name);

    public string TextFile(string name, string content)
    {
        string path = folder.Combine(name);
        File.WriteAllText(path, content, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    public static void UnknownArchitecture(TinyCheckpoint checkpoint)
    {
        checkpoint.Config["architectures"] = new System.Text.Json.Nodes.JsonArray("StrangeForCausalLM");
        checkpoint.Config["model_type"] = "strange";
    }

    public void Dispose() => folder.Dispose();
}
