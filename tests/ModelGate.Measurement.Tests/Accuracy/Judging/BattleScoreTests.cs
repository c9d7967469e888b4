using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Measurement.Tests.Accuracy.Judging;

public sealed class BattleScoreTests
{
    /// <summary>The published regression fits all candidates together; it gives each the share of its own battles nevertheless.</summary>
    [Fact]
    public void WinRate_of_several_candidates_equals_their_common_regression()
    {
        JudgeVerdict[][] verdicts =
        [
            [JudgeVerdict.BMuchBetter, JudgeVerdict.Tie, JudgeVerdict.ABetter, JudgeVerdict.BBetter],
            [JudgeVerdict.AMuchBetter, JudgeVerdict.Tie, JudgeVerdict.Tie, JudgeVerdict.BBetter],
            [JudgeVerdict.AMuchBetter, JudgeVerdict.AMuchBetter, JudgeVerdict.BMuchBetter, JudgeVerdict.Tie],
        ];
        BattleScore[][] games = [.. verdicts.Select(own => own.Select(verdict => BattleScore.Of(verdict, candidateIsA: false)).ToArray())];
        double[] coefficients = LogisticRegression.FitTogether(
            games.Length,
            [.. games.SelectMany((own, candidate) => own.Select(game => (candidate, game.WinRate, game.Battles)))]);
        for (int candidate = 0; candidate < games.Length; candidate++)
        {
            double rate = 1 / (1 + Math.Pow(10, -coefficients[candidate]));
            Assert.Equal(rate, BattleScore.Sum(games[candidate]).WinRate, 1e-6);
        }
    }

    [Theory]
    [InlineData(JudgeVerdict.AMuchBetter, 0, 3)]
    [InlineData(JudgeVerdict.ABetter, 0, 1)]
    [InlineData(JudgeVerdict.Tie, 0.5, 1)]
    [InlineData(JudgeVerdict.BBetter, 1, 1)]
    [InlineData(JudgeVerdict.BMuchBetter, 3, 3)]
    public void Of_second_game_is_the_first_mirrored(JudgeVerdict verdict, double won, int battles)
    {
        Assert.Equal(new BattleScore(won, battles), BattleScore.Of(verdict, candidateIsA: false));
        Assert.Equal(new BattleScore(battles - won, battles), BattleScore.Of(verdict, candidateIsA: true));
        Assert.Equal(default, BattleScore.Of(null, candidateIsA: true));
    }
}
