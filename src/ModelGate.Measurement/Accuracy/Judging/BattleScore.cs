namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>
/// Battles a candidate fought, as Arena-Hard v0.1 counts them (show_result.py, <c>get_battles_from_row</c>): a tie is one battle half
/// won, a verdict with one sign one battle, with two signs three; a game without a verdict is none.
/// </summary>
/// <param name="Won">Ties count one half.</param>
public readonly record struct BattleScore(double Won, int Battles)
{
    /// <summary>Battles of a verdict with two signs.</summary>
    private const int StrongWeight = 3;

    /// <param name="candidateIsA">The candidate's answer stood first: the second game.</param>
    public static BattleScore Of(JudgeVerdict? verdict, bool candidateIsA) => (verdict, candidateIsA) switch
    {
        (null, _) => default,
        (JudgeVerdict.Tie, _) => new(0.5, 1),
        (JudgeVerdict.ABetter, true) or (JudgeVerdict.BBetter, false) => new(1, 1),
        (JudgeVerdict.AMuchBetter, true) or (JudgeVerdict.BMuchBetter, false) => new(StrongWeight, StrongWeight),
        (JudgeVerdict.ABetter or JudgeVerdict.BBetter, _) => new(0, 1),
        _ => new(0, StrongWeight),
    };

    public BattleScore Plus(BattleScore other) => new(Won + other.Won, Battles + other.Battles);

    public static BattleScore Sum(IEnumerable<BattleScore> scores) =>
        scores.Aggregate(default(BattleScore), (sum, score) => sum.Plus(score));

    /// <summary>
    /// The published score ÷ 100. With one baseline the maximum of the Bradley-Terry likelihood (a logistic regression on ±ln 10 without
    /// intercept and penalty, rating anchored at the baseline's 1000, converted back) is the share of battles won; several candidates do
    /// not change each other's, since all battles are against the baseline. NaN without battles.
    /// </summary>
    public double WinRate => Won / Battles;
}
