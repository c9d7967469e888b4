using System.Globalization;
using System.Text.Json;
using ModelGate.Gate.Gates;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Similarity;

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
        List<string> notes = [.. measured.Notes];
        foreach (PlannedEncoder planned in plan.Encoders)
        {
            using var comparison = new AnswerComparison(planned);
            foreach (string name in TasksOf(planned.Metric, measured))
            {
                TaskResult before = candidate.BesideOf(baseline, name), after = candidate.Results[name];
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
