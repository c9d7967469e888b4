using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>
/// <c>pairwise_judge</c>: a judge compares each answer with a baseline's, once in either order, in one or more complete runs; the score is
/// the share of weighted battles won (Arena-Hard-Auto v0.1; Li et al. 2024, arXiv 2406.11939). Games without a verdict are left out one
/// by one, counted and reported; above the settings' share the task is an error.
/// </summary>
/// <param name="judge">Null where none is configured.</param>
public sealed class PairwiseJudge(IJudge? judge) : IMetric
{
    public const string MetricName = "pairwise_judge";

    public string Name => MetricName;

    public bool HigherIsBetter => true;

    public (double Low, double High)? Range => (0, 1);

    public string? AggregationFor(OutputType output) => output == OutputType.GenerateUntil ? "weighted_mean" : null;

    public MetricFunction Bind(PartArguments arguments)
    {
        JudgedFields fields = JudgedFields.Of(arguments);
        PairwisePrompt prompt = PairwisePrompt.Of(arguments);
        arguments.RefuseOthers();
        if (judge is null)
        {
            throw new DiagnosticException(
                TaskCodes.PartUnavailable, arguments.Part.At, "The task's answers are compared by a judge, and none is configured.",
                "Add 'judge: {endpoint: https://api.openai.com/v1}' under 'accuracy' of the policy, give 'eval' --judge URL, "
                    + "or leave the task out.");
        }

        return (outcomes, cancel) => Score(outcomes, fields, prompt, arguments.Part.At, cancel);
    }

    /// <summary>What judging one model's answers will take at most.</summary>
    internal JudgingEstimate? Estimate(PartArguments arguments, IEnumerable<Document> documents) => judge is null
        ? null
        : JudgingEstimate.Of(JudgedFields.Of(arguments), PairwisePrompt.Of(arguments), documents, judge.Settings);

    private JudgedValues Score(
        IReadOnlyList<DocumentOutcome> outcomes, JudgedFields fields, PairwisePrompt prompt, SourcePoint at, CancellationToken cancel)
    {
        JudgeSettings settings = judge!.Settings;
        List<PairwiseGame> games = [];
        for (int run = 1; run <= settings.Runs; run++)
        {
            for (int i = 0; i < outcomes.Count; i++)
            {
                DocumentOutcome.Generated outcome = (DocumentOutcome.Generated)outcomes[i];
                string question = outcome.Document.Text(fields.Question), baseline = outcome.Document.Text(fields.Baseline);
                string key = fields.KeyOf(outcome.Document), answer = outcome.Answers[0];
                games.Add(new(i, key, run, candidateIsA: false, prompt.FirstRequest(question, baseline, answer, run)));
                games.Add(new(i, key, run, candidateIsA: true, prompt.FirstRequest(question, answer, baseline, run)));
            }
        }

        foreach ((PairwiseGame game, JudgeReply reply) in games.Zip(judge.Ask([.. games.Select(game => game.Request)], cancel)))
        {
            game.Take(reply);
        }

        PairwiseGame[] unfinished = [.. games.Where(game => game.MayGoOn)];
        JudgeReply[] further = unfinished.Length == 0
            ? [] : [.. judge.Ask([.. unfinished.Select(game => prompt.NextRequest(game.Request, game.LastText))], cancel)];
        foreach ((PairwiseGame game, JudgeReply reply) in unfinished.Zip(further)) game.Take(reply);

        Judgment[] judgments = [.. games.Select(game => game.Judgment)];
        RequireScored(judgments, settings, at);
        JudgeUsage? usage = games.All(game => game.Usage is not null)
            ? games.Aggregate(JudgeUsage.None, (sum, game) => sum.Plus(game.Usage!)) : null;
        JudgmentReport report = new(
            settings.Model, judgments, WinRate.Runs(judgments, settings.Runs), WinRate.Prompts(judgments, outcomes.Count, settings.Runs),
            usage, usage is null ? null : settings.Price?.Of(usage));
        return new(WinRate.Values(judgments, outcomes.Count, settings.Runs), report);
    }

    /// <summary>A score of what happens to be left would be another score.</summary>
    private static void RequireScored(Judgment[] judgments, JudgeSettings settings, SourcePoint at)
    {
        int unscored = judgments.Count(judgment => judgment.Verdict is null);
        bool isRunEmpty = judgments.GroupBy(judgment => judgment.Run).Any(run => run.All(judgment => judgment.Verdict is null));
        if (!isRunEmpty && unscored <= settings.MostUnscored * judgments.Length) return;
        string example = judgments.First(judgment => judgment.Verdict is null).Reply.Trim().ReplaceLineEndings(" ");
        throw new DiagnosticException(
            TaskCodes.TooManyUnscored, at,
            $"The judge {settings.Model} gives too few verdicts: {JudgmentReport.UnscoredTextOf(judgments)}, at most "
                + $"{settings.MostUnscored * 100:0.##} % may be. The first: \"{(example.Length > 200 ? example[..200] + "…" : example)}\"",
            "Use a judge that follows the instructions, or allow more with 'most-unscored'. Replies that came are kept.");
    }
}

/// <summary>Fields of a document that the judge sees, by the metric's arguments.</summary>
/// <param name="Key">Names the prompt in the file of judgments; null takes its number.</param>
internal sealed record JudgedFields(string Question, string Baseline, string? Key)
{
    public static JudgedFields Of(PartArguments arguments) =>
        new(arguments.Text("question") ?? "prompt", arguments.Text("baseline") ?? "baseline_answer", arguments.Text("key"));

    public string KeyOf(Document document) =>
        Key is not null ? document.Text(Key) : document.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
