using System.Globalization;
using ModelGate.Gate.Records;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Gate.Runs;

/// <summary>Finds the documents whose outcome changed between two models, with both outputs side by side.</summary>
internal static class FlipWriter
{
    /// <summary>Flips of each direction that carry texts; the others are ids and hashes.</summary>
    private const int MostTexts = 20;

    /// <summary>Characters kept of a text.</summary>
    private const int MostCharacters = 1000;

    /// <summary>Lost documents first, then won ones, each in the order of the split.</summary>
    /// <param name="baseline">Scored, on the same documents as <paramref name="candidate"/>.</param>
    public static IReadOnlyList<FlipRecord> Of(TaskResult baseline, TaskResult candidate)
    {
        IReadOnlyList<SampleValue> before = baseline.Primary!.Values, after = candidate.Primary!.Values;
        int[] flipped = [.. Enumerable.Range(0, before.Count).Where(i => IsRight(before[i]) != IsRight(after[i]))];
        return [.. Records(flipped.Where(i => IsRight(before[i])), true), .. Records(flipped.Where(i => IsRight(after[i])), false)];

        IEnumerable<FlipRecord> Records(IEnumerable<int> positions, bool isLost) => positions.Select((position, rank) =>
        {
            DocumentPrompt prompt = baseline.Task.Prompts[position];
            bool hasTexts = rank < MostTexts && baseline.Task.Task.Gating.PublishDocuments;
            return new FlipRecord(
                baseline.Name, prompt.Document.Id, prompt.DocumentHash, isLost,
                hasTexts ? Texts(prompt, baseline, candidate, position) : null);
        });
    }

    private static bool IsRight(SampleValue value) => value.Value >= 0.5;

    private static FlipTexts Texts(DocumentPrompt prompt, TaskResult baseline, TaskResult candidate, int position)
    {
        string question = prompt.Chats.Count > 0 ? prompt.Chats[0][^1].Content : prompt.Requests[0].Context;
        string target = prompt.Choices.Count > 0
            ? string.Join(" or ", prompt.Gold.Where(gold => gold >= 0).Select(gold => prompt.Choices[gold]))
            : PythonRepr.Str(prompt.Target);
        return new(End(question), End(target), Output(prompt, baseline, position), Output(prompt, candidate, position))
        {
            ArePublic = baseline.Task.Task.Gating.DocumentsArePublic,
        };
    }

    /// <summary>A generated answer as it came; of choices the preferred one with each one's log-likelihood.</summary>
    private static string Output(DocumentPrompt prompt, TaskResult result, int position)
    {
        IReadOnlyList<ModelResponse> responses = result.Responses[position].Responses;
        if (responses[0] is ModelResponse.Answer answer) return End(answer.Text);
        double[] values = [.. responses.Cast<ModelResponse.Likelihood>().Select(likelihood => likelihood.Value)];
        if (prompt.Choices.Count != values.Length) return values[0].ToString("F2", CultureInfo.InvariantCulture);
        int preferred = Preferred(prompt, result.Primary!.Metric, values);
        string all = string.Join(", ", values.Select(value => value.ToString("F2", CultureInfo.InvariantCulture)));
        return End($"{prompt.Choices[preferred].Trim()} (ln p {all})");
    }

    private static int Preferred(DocumentPrompt prompt, string metric, double[] values)
    {
        double Value(int choice) => metric == "acc_norm" ? values[choice] / PythonText.Length(prompt.Choices[choice]) : values[choice];
        return Enumerable.Range(0, values.Length).MaxBy(Value);
    }

    private static string End(string text) => text.Length <= MostCharacters ? text : "…" + text[^MostCharacters..];
}
