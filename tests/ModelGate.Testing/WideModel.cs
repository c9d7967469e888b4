using ModelGate.Models.Checkpoints;

namespace ModelGate.Testing;

/// <summary>
/// A seeded model of two small layers with the demo's tokenizer and a context that real few-shot prompts fit in: its answers are worth
/// nothing, what it is asked is real.
/// </summary>
public static class WideModel
{
    public static void Write(string directory, int contextLength = 16_384)
    {
        var checkpoint = TinyCheckpoint.Of(ModelArchitecture.Llama);
        checkpoint.Config["vocab_size"] = 1024;
        checkpoint.Config["max_position_embeddings"] = contextLength;
        checkpoint.FillTensors(seed: 1);
        checkpoint.Write(directory);
        foreach (string name in (string[])["tokenizer.json", "tokenizer_config.json", "generation_config.json"])
        {
            File.Copy(Path.Combine(Repository.DemoModel, name), Path.Combine(directory, name));
        }
    }
}
