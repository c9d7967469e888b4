using System.Text.Json;
using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Engines.Cpu;

/// <summary>Against what an independent PyTorch program computes from the same BF16 weights in fp32.</summary>
public sealed class DemoLogitsTests
{
    [Fact]
    public void Forward_demo_prompts_in_fp32_gives_the_reference_logits()
    {
        using JsonDocument reference = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Demo, "reference", "logits.json")));
        using Checkpoint checkpoint = Checkpoint.Open(Repository.DemoModel);
        using var pool = new WorkerPool(2);
        using LlamaDecoder decoder = DecoderLoader.Load(checkpoint, ActivationPrecision.Fp32, pool);
        using KvCache cache = decoder.NewCache(64 << 20);
        foreach (JsonElement prompt in reference.RootElement.EnumerateArray())
        {
            int[] ids = [.. prompt.GetProperty("ids").EnumerateArray().Select(id => id.GetInt32())];
            double[] expected = [.. prompt.GetProperty("last_logits").EnumerateArray().Select(logit => logit.GetDouble())];
            double[] meanAbsolute = [.. prompt.GetProperty("mean_abs_logit_per_position").EnumerateArray().Select(value => value.GetDouble())];
            using KvSequence sequence = cache.NewSequence();
            var batch = new ForwardBatch();
            batch.Add(sequence, ids, 0);
            var rows = new List<float[]>();
            decoder.Forward(batch, cache, pool, block =>
            {
                for (int i = 0; i < block.Count; i++) rows.Add(block.Logits(i).ToArray());
            }, TestContext.Current.CancellationToken);

            Assert.Equal(ids.Length, rows.Count);
            for (int i = 0; i < rows.Count; i++) Assert.Equal(meanAbsolute[i], rows[i].Average(logit => Math.Abs((double)logit)), 1e-4);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], rows[^1][i], 1e-4);
        }
    }
}
