using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Gate.Gates;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Models.Encoders;

namespace ModelGate.Gate.Runs;

/// <summary>
/// Compares answers by encoders, where a gate asks it, and only the tasks that it asks for. Whatever is in the work folder is not computed
/// again, and an encoder is loaded when first needed.
/// </summary>
internal sealed class EncodingStage(RunPlan plan, WorkFolder work, IRunProgress progress)
{
    /// <summary>What was measured of a candidate, with what the plan's encoders say of its answers.</summary>
    public CandidateInputs Complete(CandidateInputs measured, OpenModel baseline, OpenModel candidate, CancellationToken cancel)
    {
        Dictionary<string, AnswerSimilarity> tasks = measured.Similarities.ToDictionary(task => task.Task);
        List<string> notes = [];
        foreach (PlannedEncoder planned in plan.Encoders)
        {
            using var comparison = new AnswerComparison(planned);
            foreach (string name in TasksOf(planned.Metric, measured))
            {
                TaskResult before = baseline.Results[name], after = candidate.Results[name];
                string file = work.Comparison(WorkFolder.Key(
                    planned.Metric.Name, planned.ContentHash, planned.Layer.ToString(CultureInfo.InvariantCulture),
                    CachedScores.KeyOf(baseline.ContentHash, baseline.Engine.Identity, before.Task),
                    CachedScores.KeyOf(candidate.ContentHash, candidate.Engine.Identity, after.Task)));
                progress.Begin($"{candidate.Name}: {planned.Metric} on {name}");
                ComparedAnswers? earlier = WorkFolder.TryRead(file, ComparedAnswersJson.Default.ComparedAnswers);
                ComparedAnswers answers = earlier
                    ?? comparison.Compare(before.AnswerTexts, after.AnswerTexts, progress, cancel);
                string json = JsonSerializer.Serialize(answers, ComparedAnswersJson.Default.ComparedAnswers);
                if (earlier is null) WorkFolder.Write(file, json);
                progress.End($"{answers.Values.Length} answers{(earlier is null ? "" : ", from an earlier run")}");

                tasks[name] = tasks[name] with
                {
                    Values = new Dictionary<Metric, double[]>(tasks[name].Values) { [planned.Metric] = answers.Values },
                };
                notes.AddRange(Notes($"{candidate.Name}, {name}", planned, answers));
            }
        }

        return measured with { Similarities = [.. measured.Similarities.Select(task => tasks[task.Task])], Notes = notes };
    }

    private string[] TasksOf(Metric metric, CandidateInputs measured) =>
    [
        .. plan.Policy.Gates
            .Where(gate => gate.Metric == metric && (gate.Candidates is null || gate.Candidates.Contains(measured.Candidate)))
            .SelectMany(gate => SimilaritySubjects.Selected(measured.Similarities, gate.Tasks))
            .Select(task => task.Task)
            .Distinct(),
    ];

    private static IEnumerable<string> Notes(string what, PlannedEncoder encoder, ComparedAnswers answers)
    {
        if (answers.MeanCosine is { } cosine)
        {
            yield return $"{what}: the mean cosine is {cosine.ToString("F4", CultureInfo.InvariantCulture)}; "
                + $"{encoder.Metric} is (cosine + 1) / 2.";
        }

        if (answers.CutTexts > 0)
        {
            yield return $"{what}: {encoder.Metric} saw only the beginning of {answers.CutTexts} of {2 * answers.Values.Length} texts; "
                + $"{encoder.Source} reads {answers.MostTokens} tokens.";
        }
    }
}

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
