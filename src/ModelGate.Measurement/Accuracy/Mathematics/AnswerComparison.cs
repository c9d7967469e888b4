using ModelGate.Measurement.Accuracy.Mathematics.Algebra;
using ModelGate.Measurement.Accuracy.Mathematics.Latex;

namespace ModelGate.Measurement.Accuracy.Mathematics;

/// <summary>
/// Whether two formulas have the same value, where the harness reads both by SymPy and asks whether their difference simplifies to 0
/// (<c>is_equiv</c> of lm_eval/tasks/leaderboard/math/utils.py).
/// </summary>
public static class AnswerComparison
{
    /// <summary>
    /// As the harness, text that is no formula, comparisons, infinity and divisions by 0 are equal to nothing. Symbols stand for any
    /// complex number. What SymPy cannot simplify but is shown here to be 0 is equal.
    /// </summary>
    public static Equivalence Compare(string answer, string gold)
    {
        try
        {
            if (LatexParser.Parse(answer) is not { } left || LatexParser.Parse(gold) is not { } right) return Equivalence.Different;
            return Compare(left, right);
        }
        catch (UndefinedValueException)
        {
            return Equivalence.Different;
        }
        catch (NotDecidedException)
        {
            return Equivalence.NotDecided;
        }
    }

    private static Equivalence Compare(Expression answer, Expression gold)
    {
        Formula formula = new();
        try
        {
            return formula.Compare(formula.Of(answer), formula.Of(gold));
        }
        catch (NotDecidedException) when (answer.ToString() == gold.ToString())
        {
            return Equivalence.Equal;
        }
    }
}
