using System.Text.Json;
using ModelGate.Models.Architectures;
using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Testing;

/// <summary>
/// Mean KL(baseline‖candidate) over all positions of all texts, BOS included, in FP32 mode; the baseline's distributions are kept.
/// </summary>
public sealed class LogitsDivergence
{
    private readonly IReadOnlyList<int[]> documents;
    private readonly float[] baseline;
    private readonly int vocabularySize;

    /// <param name="modelDirectory">The baseline.</param>
    /// <param name="textFile">JSON lines with a field <c>text</c>.</param>
    public LogitsDivergence(string modelDirectory, string textFile)
    {
        using CpuEngine engine = Open(modelDirectory);
        documents =
        [
            .. File.ReadLines(textFile).Select(line =>
            {
                using JsonDocument row = JsonDocument.Parse(line);
                string text = row.RootElement.GetProperty("text").GetString()!;
                return (int[])[engine.Tokenizer.BosId!.Value, .. engine.Tokenizer.Encode(text, addSpecialTokens: false)];
            }),
        ];
        vocabularySize = engine.Decoder.Config.VocabularySize;
        Positions = documents.Sum(document => document.Length);
        baseline = new float[(long)Positions * vocabularySize];
        Visit(engine, (position, logProbabilities) =>
        {
            Span<float> kept = baseline.AsSpan(position * vocabularySize, vocabularySize);
            for (int i = 0; i < kept.Length; i++) kept[i] = (float)logProbabilities[i];
        });
    }

    public int Positions { get; }

    /// <returns>Nats a position, and the share of positions whose most likely token is the baseline's.</returns>
    public (double Divergence, double Top1Agreement) Of(string candidateDirectory)
    {
        double total = 0;
        int agreements = 0;
        using CpuEngine engine = Open(candidateDirectory);
        Visit(engine, (position, candidate) =>
        {
            ReadOnlySpan<float> expected = baseline.AsSpan(position * vocabularySize, vocabularySize);
            int best = 0, other = 0;
            for (int i = 0; i < expected.Length; i++)
            {
                total += Math.Exp(expected[i]) * (expected[i] - candidate[i]);
                if (expected[i] > expected[best]) best = i;
                if (candidate[i] > candidate[other]) other = i;
            }

            if (best == other) agreements++;
        });
        return (total / Positions, agreements / (double)Positions);
    }

    private static CpuEngine Open(string directory) =>
        CpuEngine.Open(directory, new CpuEngineOptions { Precision = ActivationPrecision.Fp32 });

    private void Visit(CpuEngine engine, Action<int, double[]> visit)
    {
        int position = 0;
        var logProbabilities = new double[vocabularySize];
        foreach (int[] document in documents)
        {
            engine.VisitLogits(document, (_, logits) =>
            {
                double largest = double.NegativeInfinity, sum = 0;
                foreach (float logit in logits) largest = Math.Max(largest, logit);
                foreach (float logit in logits) sum += Math.Exp(logit - largest);
                double shift = largest + Math.Log(sum);
                for (int i = 0; i < logits.Length; i++) logProbabilities[i] = logits[i] - shift;
                visit(position++, logProbabilities);
            });
        }
    }
}
