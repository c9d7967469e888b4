using System.Text.Json.Serialization;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Models.Encoders;

namespace ModelGate.Gate.Runs;

/// <summary>One encoder's comparison of two lists of answers.</summary>
internal sealed class AnswerComparison(PlannedEncoder planned) : IDisposable
{
    private const int Together = 32;

    private Encoder? encoder;

    public ComparedAnswers Compare(
        IReadOnlyList<string> baseline, IReadOnlyList<string> candidate, IRunProgress progress, CancellationToken cancel)
    {
        encoder ??= Encoder.Open(planned.Directory, planned.Layer, Environment.ProcessorCount);
        if (planned.Metric == Metric.Sts)
        {
            var sentences = new SentenceSimilarity(encoder);
            double[] cosines = [.. Steps((before, after) => sentences.Cosines(after, before, cancel))];
            return new(
                [.. cosines.Select(SentenceSimilarity.Mapped)], sentences.CutTexts, sentences.MostTokens,
                cosines.Length > 0 ? cosines.Average() : null);
        }

        var tokens = new BertScore(encoder, planned.Name);
        double[] scores = [.. Steps((before, after) => tokens.Compare(after, before, cancel)).Select(value => value.Bounded)];
        return new(scores, tokens.CutTexts, tokens.MostTokens, MeanCosine: null);

        List<T> Steps<T>(Func<string[], string[], T[]> compare)
        {
            List<T> values = [];
            foreach ((string[] before, string[] after) in baseline.Chunk(Together).Zip(candidate.Chunk(Together)))
            {
                values.AddRange(compare(before, after));
                progress.Advance((double)values.Count / baseline.Count, $"{values.Count} of {baseline.Count} answers");
            }

            return values;
        }
    }

    public void Dispose() => encoder?.Dispose();
}

/// <param name="Values">In [0, 1], of each pair of answers.</param>
/// <param name="CutTexts">Of both sides, longer than <paramref name="MostTokens"/>.</param>
/// <param name="MeanCosine">Of sentence similarity, before it is mapped.</param>
internal sealed record ComparedAnswers(double[] Values, int CutTexts, int MostTokens, double? MeanCosine);

[JsonSourceGenerationOptions(RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ComparedAnswers))]
internal sealed partial class ComparedAnswersJson : JsonSerializerContext;
