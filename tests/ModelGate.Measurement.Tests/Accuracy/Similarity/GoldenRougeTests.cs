using System.Text.Json;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Similarity;

/// <summary>Scores recorded from the package <c>rouge_score</c>.</summary>
public sealed class GoldenRougeTests
{
    [Theory]
    [InlineData("plain", false)]
    [InlineData("stemmed", true)]
    public void Rouge_equals_the_package(string key, bool stems)
    {
        string folder = Path.Combine(Repository.Shared ?? "", "golden", "scoring");
        if (!Directory.Exists(folder)) Assert.Skip("The recorded scores are not here (MODELGATE_SHARED).");
        Dictionary<(string, string), string> answers = Answers();
        int rows = 0;
        foreach (string line in Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines))
        {
            JsonElement row = JsonElement.Parse(line);
            if (!row.TryGetProperty(key, out JsonElement expected) || !expected.TryGetProperty("rouge1", out _)) continue;
            if (Text(row, "reference", answers) is not { } reference || Text(row, "prediction", answers) is not { } prediction) continue;
            rows++;
            IReadOnlyList<string> predicted = Rouge.Tokens(prediction, stems), wanted = Rouge.Tokens(reference, stems);
            if (expected.TryGetProperty("reference_tokens", out JsonElement tokens))
            {
                Assert.Equal(tokens.EnumerateArray().Select(token => token.GetString()), wanted);
            }

            AssertScore(expected.GetProperty("rouge1"), Rouge.One(predicted, wanted));
            AssertScore(expected.GetProperty("rougeL"), Rouge.L(predicted, wanted));
        }

        Assert.True(rows > 0, "No recorded ROUGE score was read.");
    }

    /// <summary>A row holds its texts, or names answers of the benchmark's data by prompt and model.</summary>
    private static string? Text(JsonElement row, string side, Dictionary<(string, string), string> answers) =>
        row.TryGetProperty($"{side}_text", out JsonElement text) ? text.GetString()
        : answers.GetValueOrDefault((row.GetProperty("uid").GetString()!, row.GetProperty(side).GetString()!));

    private static void AssertScore(JsonElement expected, RougeScore score)
    {
        Assert.Equal(expected[0].GetDouble(), score.Precision, 1e-12);
        Assert.Equal(expected[1].GetDouble(), score.Recall, 1e-12);
        Assert.Equal(expected[2].GetDouble(), score.F, 1e-12);
    }

    private static Dictionary<(string Uid, string Model), string> Answers() => Directory
        .GetFiles(Path.Combine(Repository.Shared!, "data", "arena_hard"), "answers_*.jsonl")
        .SelectMany(File.ReadLines)
        .Select(line => JsonElement.Parse(line))
        .ToDictionary(
            answer => (answer.GetProperty("uid").GetString()!, answer.GetProperty("model").GetString()!),
            answer => answer.GetProperty("answer").GetString()!);
}
