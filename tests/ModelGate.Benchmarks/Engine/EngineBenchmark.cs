using System.Diagnostics;
using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines;
using ModelGate.Models.Engines.Cpu;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Benchmarks.Engine;

/// <summary>
/// How fast the CPU engine loads, reads prompts, generates, and scores the demo suite. Beside each wall time stands the processor time of
/// all
/// threads: on a machine that others use too, only that says what the engine needs.
/// </summary>
internal static class EngineBenchmark
{
    private const int PrefillTokens = 512;
    private const int DecodeTokens = 16;
    private const int Repetitions = 2;

    public static void Run(TextWriter output)
    {
        Demo(output);
        using var model = new TemporaryFolder();
        using var cache = new TemporaryFolder();
        SyntheticCheckpoint.Write(model.Path);
        long bytes = new DirectoryInfo(model.Path).GetFiles().Sum(file => file.Length);
        output.WriteLine($"synthetic checkpoint: {bytes / 1e9:F2} GB BF16, hidden 2048, 16 layers, FFN 8192, vocabulary 32000");
        Load(output, model.Path, cache.Path, "load, cache written");
        for (int i = 0; i < Repetitions; i++) Load(output, model.Path, cache.Path, "load, cache mapped");
        foreach (int threads in new[] { 1, Environment.ProcessorCount }.Distinct()) Speed(output, model.Path, cache.Path, threads);
    }

    private static void Load(TextWriter output, string model, string cache, string label)
    {
        using var pool = WorkerPool.ForThisMachine();
        using Checkpoint checkpoint = Checkpoint.Open(model);
        Cost hash = Measure(() => _ = checkpoint.ContentHash);
        LlamaDecoder? decoder = null;
        Cost load = Measure(() => decoder = DecoderLoader.Load(checkpoint, ActivationPrecision.Bf16, pool, cache));
        output.WriteLine($"{label}: {load}; content hash before it: {hash}; managed heap {GC.GetTotalMemory(true) / 1e6:F0} MB");
        decoder!.Dispose();
    }

    private static void Speed(TextWriter output, string model, string cache, int threads)
    {
        using var pool = new WorkerPool(threads);
        using Checkpoint checkpoint = Checkpoint.Open(model);
        using LlamaDecoder decoder = DecoderLoader.Load(checkpoint, ActivationPrecision.Bf16, pool, cache);
        using KvCache positions = decoder.NewCache(1L << 30);
        long weightBytes = decoder.Head.PackedByteCount + decoder.Layers.Sum(layer =>
            layer.Qkv.PackedByteCount + layer.AttentionOutput.PackedByteCount + layer.GateUp.PackedByteCount + layer.Down.PackedByteCount);
        int[] prompt = [.. Enumerable.Range(0, PrefillTokens).Select(i => (i * 7919) % 32000)];
        for (int repetition = 0; repetition <= Repetitions; repetition++)
        {
            using KvSequence sequence = positions.NewSequence();
            Cost prefill = Measure(() => Forward(decoder, positions, pool, sequence, prompt));
            Cost decode = Measure(() =>
            {
                for (int i = 0; i < DecodeTokens; i++) Forward(decoder, positions, pool, sequence, [i + 5]);
            });
            // The first one compiles and touches memory.
            if (repetition == 0) continue;
            output.WriteLine(
                $"{threads} threads: prefill {prefill.Rate(PrefillTokens)}; decode after {PrefillTokens} tokens "
                + $"{decode.Rate(DecodeTokens)} = {weightBytes * DecodeTokens / decode.Wall / 1e9:F1} GB/s of weights");
        }
    }

    private static void Forward(LlamaDecoder decoder, KvCache cache, WorkerPool pool, KvSequence sequence, int[] tokens)
    {
        var batch = new ForwardBatch();
        batch.Add(sequence, tokens, tokens.Length - 1);
        decoder.Forward(batch, cache, pool, _ => { });
    }

    private static void Demo(TextWriter output)
    {
        using CpuEngine engine = CpuEngine.Open(Repository.DemoModel, new CpuEngineOptions());
        string[] texts = File.ReadAllLines(Path.Combine(Repository.Demo, "tasks", "text.jsonl"));
        ContinuationRequest[] requests = [.. texts.Select(line => engine.Tokenizer.Encode(line, addSpecialTokens: true))
            .Select(tokens => new ContinuationRequest(tokens[..1], tokens[1..]))];
        GenerationRequest[] prompts = [.. texts.Select(line => new GenerationRequest(
            engine.Tokenizer.Encode(line[..Math.Min(60, line.Length)], addSpecialTokens: true), 40, [], IgnoreEndOfSequence: true))];
        int tokens = requests.Sum(request => request.Continuation.Length);
        for (int i = 0; i <= Repetitions; i++)
        {
            Cost scoring = Measure(() => engine.LogLikelihood(requests));
            Cost generating = Measure(() => engine.Generate(prompts));
            if (i == 0) continue;
            output.WriteLine(
                $"demo, {Environment.ProcessorCount} threads: scoring {scoring.Rate(tokens)}; {prompts.Length} generations of 40 tokens "
                + generating.Rate(prompts.Length * 40));
        }
    }

    private static Cost Measure(Action action)
    {
        TimeSpan processor = Process.GetCurrentProcess().TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        action();
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new Cost(wall, (Process.GetCurrentProcess().TotalProcessorTime - processor).TotalSeconds);
    }

    /// <param name="Wall">Seconds.</param>
    /// <param name="Processor">Seconds of all threads.</param>
    private readonly record struct Cost(double Wall, double Processor)
    {
        public string Rate(int tokens) => $"{tokens / Wall:F1} tokens/s ({tokens / Processor:F1} a processor second)";

        public override string ToString() => $"{Wall:F2} s ({Processor:F2} processor seconds)";
    }
}
