using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Metrics;

public sealed class MetricTests
{
    private static readonly Document Doc = new(0, new OrderedDictionary<string, object?>(), new("d.jsonl", 1));

    private static double Score(IMetric metric, DocumentOutcome outcome, params IReadOnlyList<(string, object?)> arguments) =>
        metric.Bind(new(PartSpec.Of(metric.Name, arguments)))([outcome], TestContext.Current.CancellationToken)[0].Value;

    private static DocumentOutcome.MultipleChoice Choice(string[] choices, double[] values, params int[] gold) =>
        new(Doc, choices, values, [.. choices.Select((_, i) => i == 0)], gold);

    [Fact]
    public void Acc_first_of_equal_choices_counts()
    {
        Assert.Equal(1, Score(new Acc(), Choice(["a", "b"], [-1, -1], 0)));
        Assert.Equal(0, Score(new Acc(), Choice(["a", "b"], [-1, -1], 1)));
    }

    [Fact]
    public void Acc_unfindable_gold_scores_nothing()
    {
        Assert.Equal(0, Score(new Acc(), Choice(["a", "b"], [-1, -2], -100)));
        Assert.Equal(0, Score(new ExactMatch(), Choice(["a", "b"], [-1, -2], -100)));
    }

    [Fact]
    public void AccNorm_counts_code_points_and_AccBytes_bytes()
    {
        // Per code point −3/1 and −4/2; per UTF-16 unit it would be −1.5 and −2; per byte −0.75 and −2.
        DocumentOutcome outcome = Choice(["😀", "ab"], [-3, -4], 1);
        Assert.Equal(1, Score(new AccNorm(), outcome));
        Assert.Equal(0, Score(new AccBytes(), outcome));
    }

    [Fact]
    public void ExactMatch_on_choices_is_the_golds_greedy_flag()
    {
        Assert.Equal(1, Score(new ExactMatch(), Choice(["a", "b"], [-5, -1], 0)));
        Assert.Equal(0, Score(new ExactMatch(), Choice(["a", "b"], [-5, -1], 1)));
    }

    [Theory]
    [InlineData("A.", "a", true, true, false, 1)]
    [InlineData("A.", "a", true, false, false, 0)]
    [InlineData("a1", "a2", false, false, true, 1)]
    [InlineData("a1", "a2", false, false, false, 0)]
    public void ExactMatch_ignores_what_it_is_told_to(
        string answer, string target, bool ignoreCase, bool punctuation, bool numbers, double expected) =>
        Assert.Equal(expected, Score(
            new ExactMatch(),
            new DocumentOutcome.Generated(Doc, [answer], [target]),
            ("ignore_case", ignoreCase),
            ("ignore_punctuation", punctuation),
            ("ignore_numbers", numbers)));

    [Fact]
    public void ExactMatch_deletes_patterns_on_both_sides_and_any_target_counts()
    {
        DocumentOutcome outcome = new DocumentOutcome.Generated(Doc, ["$1,200."], ["so\n#### 7", "so\n#### 1200"]);
        Assert.Equal(1, Score(
            new ExactMatch(), outcome, ("regexes_to_ignore", new List<object?> { ",", "\\$", "(?s).*#### ", "\\.$" })));
    }

    [Fact]
    public void Bind_wrong_arguments_are_refused()
    {
        Assert.Throws<DiagnosticException>(() => Score(new Acc(), Choice(["a"], [0], 0), ("x", 1L)));
        Assert.Throws<DiagnosticException>(() => Score(new ExactMatch(), Choice(["a"], [0], 0), ("ignore_case", "yes")));
        Assert.Throws<DiagnosticException>(() => Score(new ExactMatch(), Choice(["a"], [0], 0), ("regexes_to_ignore", "(")));
    }

    [Theory]
    [InlineData(50, 5, 10, 0.6894372179954312)]
    [InlineData(50, 0, 10, 0)]
    [InlineData(50, 41, 10, 1)]
    [InlineData(1, 1, 1, 1)]
    [InlineData(4, 1, 1, 0.25)]
    public void Estimate_pass_at_k_is_unbiased(int samples, int passed, int k, double expected) =>
        Assert.Equal(expected, PassAtK.Estimate(samples, passed, k), 1e-12);

    [Fact]
    public void PassAtK_runs_answer_and_test_together()
    {
        RecordingRunner runner = new();
        PassAtK metric = new(2, runner);
        DocumentOutcome outcome = new DocumentOutcome.Generated(Doc, ["good", "bad", "good"], ["test"]);
        double score = Score(metric, outcome, ("timeout", 5L));
        Assert.Equal(["good\ntest", "bad\ntest", "good\ntest"], runner.Programs.Select(program => program.Source));
        Assert.All(runner.Programs, program => Assert.Equal(TimeSpan.FromSeconds(5), program.TimeLimit));
        Assert.Equal(PassAtK.Estimate(3, 2, 2), score);
        Assert.Throws<DiagnosticException>(() => Score(metric, new DocumentOutcome.Generated(Doc, ["good"], ["test"])));
    }

    [Fact]
    public void PassAtK_without_a_sandbox_is_refused_before_work()
    {
        DiagnosticException error = Assert.Throws<DiagnosticException>(
            () => TestCatalog.WithoutSandbox.Metric("pass@1")!.Bind(new(PartSpec.Of("pass@1"))));
        Assert.Equal(TaskCodes.PartUnavailable, error.Diagnostics[0].Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-2000)]
    public void Mc2_is_the_share_of_true_answers_however_unlikely_all_are(double shift)
    {
        Document document = new(
            0,
            new OrderedDictionary<string, object?>
            {
                ["mc2_targets"] = new Dictionary<string, object?> { ["labels"] = new List<object?> { 1L, 0L, 1L } },
            },
            new("d.jsonl", 1));
        DocumentOutcome.MultipleChoice outcome =
            new(document, ["a", "b", "c"], [shift - 1, shift - 2, shift - 3], [false, false, false], [0]);
        double expected = (Math.Exp(-1) + Math.Exp(-3)) / (Math.Exp(-1) + Math.Exp(-2) + Math.Exp(-3));
        Assert.Equal(expected, Score(new TrueProbability(), outcome), 1e-12);
        Assert.Equal(0.7553, expected, 1e-4);
    }

    [Fact]
    public void Mc2_needs_a_label_for_each_choice() =>
        Assert.Throws<DiagnosticException>(() => Score(new TrueProbability(), Choice(["a"], [-1], 0)));

    private sealed class RecordingRunner : ICodeRunner
    {
        public List<CodeProgram> Programs { get; } = [];

        public string? Unavailable => null;

        public IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel)
        {
            Programs.AddRange(programs);
            return [.. programs.Select(program => program.Source.StartsWith("good", StringComparison.Ordinal)
                ? (CodeOutcome)new CodeOutcome.Passed() : new CodeOutcome.Failed("assert"))];
        }
    }
}
