using System.Text.Json;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Runs;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Comparison;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Tool.Commands;

/// <summary>What <c>eval --against</c> adds: how far a model is from a baseline, without any label. Printed, and kept in a file.</summary>
internal static class AgainstBaseline
{
    public const string FileName = "divergence.json";

    private const string Texts = "texts";

    /// <param name="model">Has answered the tasks.</param>
    public static void Report(
        ToolContext context, EvaluationStage stage, OpenModel baseline, OpenModel model, IReadOnlyList<PreparedTask> tasks, string folder,
        CancellationToken cancel)
    {
        List<(string Of, Metric Metric, IEstimate Estimate)> found = [];
        IReadOnlyDictionary<string, DivergenceResult> divergence = stage.Compare(baseline, model, tasks, cancel);
        if (divergence.Count > 0)
        {
            RollingTask[] texts = [.. divergence.Select(pair => new RollingTask(pair.Key, "", [.. pair.Value.Documents.Select(Compared)]))];
            found.Add((Texts, Metric.Kl, RollingEstimates.Kl(texts)!));
            found.Add((Texts, Metric.Top1Agreement, RollingEstimates.Top1Agreement(texts)!));
        }

        PreparedTask[] answered = [.. tasks.Where(task => task.Task is { Output: OutputType.GenerateUntil, Repeats: 1 })];
        stage.Evaluate(baseline, answered, cancel);
        foreach (PreparedTask task in answered)
        {
            Dictionary<Metric, double[]> alike = TextSimilarity.Of(
                baseline.Results[task.Task.Name].AnswerTexts, model.Results[task.Task.Name].AnswerTexts,
                text => baseline.Engine.Tokenizer.Encode(text, addSpecialTokens: false));
            found.AddRange(alike.Select(pair => (task.Task.Name, pair.Key, (IEstimate)new BoundedMean(pair.Value))));
        }

        if (found.Count == 0)
        {
            context.Console.Error.WriteLine("warning: --against compares texts and generated answers, and no task has any.");
            return;
        }

        foreach ((string of, Metric metric, IEstimate estimate) in found)
        {
            Interval bounds = estimate.Bounds(Interval.DefaultConfidence);
            string interval = $"[{MetricText.Of(metric, bounds.Low)}, {MetricText.Of(metric, bounds.High)}]";
            string counted = $"{estimate.Samples} {(of == Texts ? Texts : "answers")}";
            context.Console.Output.WriteLine(
                $"{of,-24} {metric.Name,-28} {MetricText.Of(metric, estimate.Value)}  {interval} over {counted}");
        }

        File.WriteAllBytes(Path.Combine(folder, FileName), Json(found, divergence.Values.Sum(result => result.Positions)));
    }

    private static RollingDocument Compared(DocumentDivergence document) =>
        new(0, 0, 1, document.Positions, document.Divergence, document.Agreements);

    private static byte[] Json(IReadOnlyList<(string Of, Metric Metric, IEstimate Estimate)> found, long positions)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            if (positions > 0) json.WriteNumber("positions", positions);
            foreach (IGrouping<string, (string Of, Metric Metric, IEstimate Estimate)> of in found.GroupBy(row => row.Of))
            {
                json.WriteStartObject(of.Key);
                foreach ((_, Metric metric, IEstimate estimate) in of)
                {
                    Interval bounds = estimate.Bounds(Interval.DefaultConfidence);
                    json.WriteStartObject(metric.Name);
                    json.WriteNumber("value", estimate.Value);
                    json.WriteNumber("low", bounds.Low);
                    json.WriteNumber("high", bounds.High);
                    json.WriteNumber("count", estimate.Samples);
                    json.WriteEndObject();
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
