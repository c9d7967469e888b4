using System.Text.Json;
using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Judging;

/// <summary>Verdicts whose score is recorded: every row of kind <c>arena_hard</c> below <c>golden/scoring</c>.</summary>
public sealed class GoldenArenaTests
{
    [Fact]
    public void Score_every_recorded_pair_of_games_equals_the_record()
    {
        foreach (JsonElement row in Rows())
        {
            (string? First, string? Second)[] games = Games(row);
            ScriptedJudge judge = new(request => Reply(request, games));
            JudgedValues values = ScriptedJudge.Score(judge, [.. games.Select((_, i) => $"mine {i}")]);
            BattleScore sum = BattleScore.Sum(values.Report.Judgments.Select(judgment => judgment.Score));
            double wins = row.GetProperty("wins").GetDouble(), ties = row.GetProperty("ties").GetDouble();
            Assert.Equal(row.GetProperty("battles").GetInt32(), sum.Battles);
            Assert.Equal(wins + (ties / 2), sum.Won, 1e-12);
            Assert.Equal(row.GetProperty("score").GetDouble(), 100 * new WeightedMean().Aggregate(values), 1e-9);
            Assert.Equal(games.Sum(game => (game.First is null ? 1 : 0) + (game.Second is null ? 1 : 0)), values.Report.Unscored);
        }
    }

    [Fact]
    public void Score_every_recorded_row_is_the_maximum_of_the_published_likelihood()
    {
        foreach (JsonElement row in Rows())
        {
            List<(double Outcome, int Weight)> battles = [];
            foreach ((string? first, string? second) in Games(row))
            {
                foreach ((string? label, bool candidateIsA) in ((string?, bool)[])[(first, false), (second, true)])
                {
                    if (label is null) continue;
                    double outcome = label.Contains('=') ? 0.5 : (label[0] == 'A') == candidateIsA ? 1 : 0;
                    battles.Add((outcome, label.Contains(">>", StringComparison.Ordinal) ? 3 : 1));
                }
            }

            double rating = 1000 + (400 * LogisticRegression.Fit(battles));
            double winRate = 100 / (1 + Math.Pow(10, (1000 - rating) / 400));
            Assert.Equal(row.GetProperty("score").GetDouble(), winRate, 1e-6);
        }
    }

    /// <summary>Game and order are told from the answers' places.</summary>
    private static JudgeReply Reply(JudgeRequest request, (string? First, string? Second)[] games)
    {
        string asked = request.Messages[1].Content;
        bool candidateIsA = asked.Contains("A:mine", StringComparison.Ordinal);
        int document = int.Parse(asked["Q:question ".Length..asked.IndexOf(" A:", StringComparison.Ordinal)]);
        string? label = candidateIsA ? games[document].Second : games[document].First;
        return ScriptedJudge.Says(label is null ? "I cannot tell." : $"My final verdict is [[{label}]]");
    }

    private static (string? First, string? Second)[] Games(JsonElement row) =>
        [.. row.GetProperty("games").EnumerateArray().Select(game => (game[0].GetString(), game[1].GetString()))];

    private static JsonElement[] Rows()
    {
        string folder = Path.Combine(Repository.Shared ?? "", "golden", "scoring");
        if (!Directory.Exists(folder)) Assert.Skip("The recorded scores are not here (MODELGATE_SHARED).");
        JsonElement[] rows = [.. Directory.EnumerateFiles(folder, "*.jsonl", SearchOption.AllDirectories).SelectMany(File.ReadLines)
            .Where(line => line.Contains("\"arena_hard\"", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line))
            .Where(row => row.TryGetProperty("kind", out JsonElement kind) && kind.GetString() == "arena_hard")];
        Assert.NotEmpty(rows);
        return rows;
    }
}
