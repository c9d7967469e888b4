using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Tests.Accuracy.Judging;

public sealed class PairwiseJudgeTests
{
    private static readonly JudgeSettings Settings = new() { Endpoint = new("http://127.0.0.1/v1"), Runs = 1, MostUnscored = 1 };

    [Fact]
    public void Score_asks_in_both_orders_and_leaves_texts_as_they_are()
    {
        ScriptedJudge judge = new(_ => ScriptedJudge.Says("[[A=B]]"));
        JudgedValues values = ScriptedJudge.Score(judge, "mine {answer_2} {question_1} [[A>>B]]");
        Assert.Equal(
            [
                "Q:question 0 A:base 0 B:mine {answer_2} {question_1} [[A>>B]].",
                "Q:question 0 A:mine {answer_2} {question_1} [[A>>B]] B:base 0.",
            ],
            judge.Requests.Select(request => request.Messages[1].Content));
        Assert.All(judge.Requests, request => Assert.Equal(new JudgeMessage("system", "Judge."), request.Messages[0]));
        Assert.All(judge.Requests, request => Assert.Equal(99, request.MaxTokens));
        Assert.Equal([false, true], values.Report.Judgments.Select(judgment => judgment.CandidateIsA));
        Assert.Equal("u0", values.Report.Judgments[0].Key);
    }

    /// <summary>The worked example of the reference: game 1 B&gt;&gt;A, game 2 A=B give 3½ of 4.</summary>
    [Fact]
    public void Score_weighs_a_strong_verdict_three_times()
    {
        ScriptedJudge judge = new(request => ScriptedJudge.Says(BaselineIsA(request) ? "[[B>>A]]" : "[[A=B]]"));
        JudgedValues values = ScriptedJudge.Score(judge, "mine");
        Assert.Equal(0.875, new WeightedMean().Aggregate(values), 1e-12);
    }

    [Fact]
    public void Score_position_alone_is_worth_one_half()
    {
        ScriptedJudge judge = new(_ => ScriptedJudge.Says("[[A>>B]]"));
        Assert.Equal(0.5, new WeightedMean().Aggregate(ScriptedJudge.Score(judge, "a", "b", "c")), 1e-12);
    }

    [Fact]
    public void Score_reply_without_label_is_continued_once()
    {
        ScriptedJudge judge = new(request => ScriptedJudge.Says(request.Messages.Count == 2 ? "Let me think" : "[[B>A]]"));
        JudgedValues values = ScriptedJudge.Score(judge, "mine");
        Assert.Equal(4, judge.Requests.Count);
        Assert.Equal(
            [new JudgeMessage("assistant", "Let me think"), new JudgeMessage("user", "Go on.")], judge.Requests[2].Messages.Skip(2));
        Assert.Equal("Let me think\n[[B>A]]", values.Report.Judgments[0].Reply);
        Assert.Equal(JudgeVerdict.BBetter, values.Report.Judgments[0].Verdict);
        Assert.Equal(new JudgeUsage(400, 40), values.Report.Usage);
    }

    [Theory]
    [InlineData("nonsense", UnscoredReason.NoLabel, 2)]
    [InlineData("", UnscoredReason.Empty, 2)]
    [InlineData("[[A>B]] [[B>A]]", UnscoredReason.Contradictory, 1)]
    [InlineData("[[A<B]]", UnscoredReason.UnknownLabel, 1)]
    public void Score_game_without_verdict_is_left_out_and_counted(string reply, UnscoredReason reason, int attempts)
    {
        ScriptedJudge judge = new(request => ScriptedJudge.Says(BaselineIsA(request) ? reply : "[[A>B]]"));
        JudgedValues values = ScriptedJudge.Score(judge, "mine", "other");
        Assert.Equal(1, new WeightedMean().Aggregate(values));
        Assert.Equal([reason, null, reason, null], values.Report.Judgments.Select(judgment => judgment.Reason));
        Assert.Equal((attempts * 2) + 2, judge.Requests.Count);
        Assert.Equal($"2 of 4 games unscored (2 {JudgmentReport.Words(reason)})", values.Report.UnscoredText);
    }

    [Fact]
    public void Score_refusals_and_failures_are_not_continued()
    {
        ScriptedJudge judge = new(request => request.Messages[1].Content.Contains("question 0", StringComparison.Ordinal)
            ? BaselineIsA(request)
                ? new JudgeReply.Answered("I must decline.", IsRefusal: true, IsCut: false, null)
                : new JudgeReply.Failed("The server answered 400.")
            : ScriptedJudge.Says("[[A=B]]"));
        JudgedValues values = ScriptedJudge.Score(judge, "mine", "other");
        Assert.Equal(4, judge.Requests.Count);
        Assert.Equal(
            [UnscoredReason.Refused, UnscoredReason.Failed, null, null], values.Report.Judgments.Select(judgment => judgment.Reason));
        Assert.Contains("400", values.Report.Judgments[1].Reply, StringComparison.Ordinal);
        Assert.Equal((0, 0), (values[0].Value, values[0].Weight));
        Assert.Null(values.Report.Usage);
    }

    /// <summary>Each run counts its own battles; the score is the runs' plain mean, not their pool.</summary>
    [Fact]
    public void Score_of_two_runs_is_the_mean_of_their_scores()
    {
        ScriptedJudge judge = new(request => ScriptedJudge.Says((request.Run, BaselineIsA(request)) switch
        {
            (1, true) => "[[B>>A]]",
            (1, false) => "[[A>B]]",
            (_, true) => "[[A>B]]",
            _ => "none",
        }))
        { Settings = Settings with { Runs = 2, Price = new(10, 30) } };
        JudgedValues values = ScriptedJudge.Score(judge, "mine", "other", "third");
        Assert.Equal([1.0, 0.0], values.Report.Runs.Select(run => run.WinRate));
        Assert.Equal(0.5, new WeightedMean().Aggregate(values), 1e-12);
        Assert.Equal(3, values.Sum(value => value.Weight), 1e-12);
        Assert.Equal(15 * ((100 * 10e-6) + (10 * 30e-6)), values.Report.Usd!.Value, 1e-12);
    }

    [Theory]
    [InlineData(0.25, true)]
    [InlineData(0.24, false)]
    public void Score_more_unscored_games_than_allowed_is_an_error(double most, bool isAllowed)
    {
        ScriptedJudge judge = new(request => ScriptedJudge.Says(
            BaselineIsA(request) && request.Messages[1].Content.Contains("question 0", StringComparison.Ordinal) ? "Hm." : "[[A>B]]"))
        { Settings = Settings with { MostUnscored = most } };
        if (isAllowed)
        {
            Assert.Equal(1, ScriptedJudge.Score(judge, "a", "b").Report.Unscored);
            return;
        }

        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => ScriptedJudge.Score(judge, "a", "b")).Diagnostics);
        Assert.Equal(TaskCodes.TooManyUnscored, problem.Code);
        Assert.Contains("1 of 4 games unscored (1 no label)", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Score_without_any_verdict_is_an_error_whatever_is_allowed()
    {
        ScriptedJudge silent = new(_ => ScriptedJudge.Says(""));
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => ScriptedJudge.Score(silent, "a"));
        Assert.Equal(TaskCodes.TooManyUnscored, error.Diagnostics[0].Code);
    }

    [Fact]
    public void Bind_without_a_judge_says_what_to_do()
    {
        Diagnostic problem = Assert.Throws<DiagnosticException>(() => ScriptedJudge.Score(null, "a")).Diagnostics[0];
        Assert.Equal(TaskCodes.PartUnavailable, problem.Code);
        Assert.Contains("--judge", problem.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Intervals_hold_the_score_and_resampled_battles_are_narrower_than_resampled_prompts()
    {
        // Both orders always agree, and agree strongly: six battles that are one opinion.
        ScriptedJudge judge = new(request =>
        {
            int number = int.Parse(request.Messages[1].Content["Q:question ".Length..].Split(' ')[0]);
            bool candidateWins = number % 3 == 0;
            return ScriptedJudge.Says(candidateWins == BaselineIsA(request) ? "[[B>>A]]" : "[[A>>B]]");
        })
        { Settings = Settings with { Runs = 2 } };
        string[] answers = [.. Enumerable.Range(0, 60).Select(i => $"mine {i}")];
        JudgmentReport report = ScriptedJudge.Score(judge, answers).Report;
        Assert.InRange(1.0 / 3, report.Prompts.Low, report.Prompts.High);
        // 60 prompts: 1.96 · √(p(1−p)/60) = 0.119 to either side; 360 battles: 0.049.
        Assert.InRange(report.Prompts.HalfWidth, 0.10, 0.14);
        Assert.All(report.Runs, run => Assert.InRange(run.Rows.HalfWidth, 0.03, 0.065));
        Assert.Equal(report.Prompts, ScriptedJudge.Score(judge, answers).Report.Prompts);
        Assert.Equal(Math.Sqrt(2.0 / 9 / 59), new WeightedMean().StandardError(ScriptedJudge.Score(judge, answers))!.Value, 1e-12);
    }

    private static bool BaselineIsA(JudgeRequest request) => request.Messages[1].Content.Contains(" A:base", StringComparison.Ordinal);
}
