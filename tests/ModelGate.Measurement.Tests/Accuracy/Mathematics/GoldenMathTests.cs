using System.Text.Json;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Documents.Processors;
using ModelGate.Measurement.Accuracy.Mathematics;
using ModelGate.Measurement.Accuracy.Mathematics.Latex;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Mathematics;

/// <summary>Real golds of level 5: every file below <c>data/math</c>.</summary>
public sealed class GoldenMathTests
{
    [Fact]
    public void Score_of_each_gold_given_as_the_answer_is_equal()
    {
        foreach (string gold in Golds())
        {
            Assert.NotEqual(MathHard.InvalidAnswer, gold);
            Assert.True(MathEquivalence.Score(Reply(gold), gold, acceptsEqualTexts: true) == Equivalence.Equal, gold);
            bool isFormula = IsFormula(gold);
            Assert.True(MathEquivalence.Score(Reply(gold), gold, false) == (isFormula ? Equivalence.Equal : Equivalence.Different), gold);
        }
    }

    [Fact]
    public void Score_of_each_formula_in_other_writings_is_equal()
    {
        foreach (string gold in Golds().Where(gold => IsFormula($"({gold})")))
        {
            string normal = AnswerNormalisation.Normalise(gold);
            string[] writings =
            [
                gold.Replace(@"\frac", @"\dfrac", StringComparison.Ordinal), gold.Replace(@"\dfrac", @"\tfrac", StringComparison.Ordinal),
                gold.Replace("+", " + ", StringComparison.Ordinal), $"x = {gold}", @$"{gold}\text{{ units}}", @$"{gold} \text{{ cm}}^2",
                $"0+{normal}", $"{normal}+0", @$"1\cdot({normal})", @$"\frac{{2({normal})}}{{2}}",
                @$"\frac{{{normal}}}{{1}}", @$"\boxed{{{normal}}}", $"({normal}-1)+1",
            ];
            Assert.All(writings, writing => Assert.True(
                MathEquivalence.Score(Reply(writing), gold, false) == Equivalence.Equal, $"{gold} as {writing}"));
        }
    }

    [Fact]
    public void Score_of_a_gold_fraction_as_a_decimal_is_equal_where_it_ends()
    {
        int ended = 0;
        foreach (string gold in Golds())
        {
            Match fraction = Regex.Match(gold, @"^(-?)\\d?frac\{(\d+)\}\{(\d+)\}$");
            if (!fraction.Success || 10_000 % int.Parse(fraction.Groups[3].Value) != 0) continue;
            decimal value = decimal.Parse(fraction.Groups[2].Value) / decimal.Parse(fraction.Groups[3].Value);
            ended++;
            Assert.Equal(Equivalence.Equal, MathEquivalence.Score(Reply($"{fraction.Groups[1]}{value}"), gold, false));
        }

        Assert.True(ended > 0);
    }

    [Fact]
    public void Score_of_other_values_is_different()
    {
        foreach (string gold in Golds())
        {
            string normal = AnswerNormalisation.Normalise(gold);
            string[] others = [$"1+{normal}", $"-3+{normal}", @$"\frac{{1}}{{7}}+{normal}", @"\frac{355}{113}", "none"];
            Assert.All(others, other => Assert.True(
                MathEquivalence.Score(Reply(other), gold, true) == Equivalence.Different, $"{gold} as {other}"));
        }
    }

    private static bool IsFormula(string gold) => LatexParser.Parse(AnswerNormalisation.Normalise(gold)) is not null;

    private static string Reply(string answer) => $"We see it.\nFinal Answer: The final answer is ${answer}$. I hope it is correct.";

    private static string[] Golds()
    {
        string folder = Path.Combine(Repository.Shared ?? "", "data", "math");
        if (!Directory.Exists(folder)) Assert.Skip("The benchmark documents are not here (MODELGATE_SHARED).");
        string[] golds =
        [
            .. Directory.EnumerateFiles(folder, "*.jsonl").SelectMany(File.ReadLines)
                .Select(line => MathHard.LastBoxed(JsonElement.Parse(line).GetProperty("solution").GetString()!)),
        ];
        Assert.NotEmpty(golds);
        return golds;
    }
}
