using ModelGate.Measurement;
using ModelGate.Measurement.Performance;

namespace ModelGate.Gate.Gates;

/// <summary>What a gate on a metric measures, for <c>quantgate explain</c>.</summary>
/// <param name="Doubt">Where its interval comes from.</param>
/// <param name="Source">Paper, tool or definition.</param>
public sealed record MetricExplanation(Metric Metric, string Measures, string Formula, string Doubt, string Source)
{
    private const string Paper = "arXiv 2411.02355 (\"Give Me BF16 or Give Me Death?\")";
    private const string Documents = "Studentised bootstrap of whole documents, seeded (Efron and Tibshirani 1993, section 12.5).";
    private const string Prompts = "Betting bounds of a bounded mean (Waudby-Smith and Ramdas 2024): they hold for any distribution.";
    private const string Requests = "Studentised bootstrap of requests, seeded (Efron and Tibshirani 1993, section 12.5).";

    private const string Flips =
        "Paired by document. 0/1 scores: losses and gains are binomial given the baseline's answers, and the bound is where the exact "
        + "tail of their weighted sum, at the likeliest rates that the limit allows, reaches 1 − confidence (Storer and Kim, JASA 1990; "
        + "Lloyd 2008); it stays wide when no document flipped. Other scores: studentised bootstrap by task and subtask that redoes "
        + "normalisation.";

    public static MetricExplanation Of(Metric metric) => metric switch
    {
        { Timing: { } timing, PercentileRank: { } rank } => OfPercentile(metric, timing, rank),
        _ when metric == Metric.Recovery => new(metric,
            "How much of the baseline's task scores the candidate keeps.",
            "suite: mean candidate score ÷ mean baseline score; per task: candidate score ÷ baseline score", Flips,
            Paper + ", tables 1 to 3"),
        _ when metric == Metric.Score => new(metric,
            "The candidate's own score, whatever the baseline's.",
            "task: mean over documents of the primary metric; suite: plain mean of its tasks",
            "0/1 scores: Clopper-Pearson for one task, the exact tail at the restricted estimate for several. Other scores: studentised "
            + "bootstrap.",
            "lm-evaluation-harness task definitions"),
        _ when metric == Metric.PerplexityRatio => new(metric,
            "How much less likely the candidate finds the same texts.",
            "exp((Σ ln p baseline − Σ ln p candidate) ÷ Σ units), units of the task's primary perplexity (bytes, words or tokens)",
            Documents, "lm-evaluation-harness, loglikelihood_rolling"),
        _ when metric == Metric.Kl => new(metric,
            "How far the candidate's next-token distributions are from the baseline's.",
            "mean over all positions of Σ p baseline · ln(p baseline ÷ p candidate), nats", Documents, "Kullback and Leibler 1951"),
        _ when metric == Metric.Top1Agreement => new(metric,
            "How often both would choose the same next token.",
            "positions with the same arg-max ÷ positions (of equal logits the lowest id)", Documents, "design of this tool"),
        _ when metric == Metric.OutputTokensRatio => new(metric,
            "Whether the candidate rambles: longer answers cost more.",
            "mean tokens of the candidate's answers ÷ mean tokens of the baseline's", Documents,
            "MLPerf inference rules guard answer length the same way"),
        _ when metric == Metric.Rouge1 => new(metric,
            "Words that the candidate's greedy answers share with the baseline's to the same prompts.",
            "mean over prompts of F1 of clipped unigrams (rouge_score of google-research, no stemming)", Prompts, Paper + ", section 4.4"),
        _ when metric == Metric.RougeL => new(metric,
            "Structure that the candidate's greedy answers share with the baseline's.",
            "mean over prompts of F1 of the longest common subsequence over the whole answer (not ROUGE-Lsum)", Prompts,
            Paper + ", section 4.4"),
        _ when metric == Metric.PrefixAgreement => new(metric,
            "How far greedy answers run together before they first differ.",
            "mean over prompts of tokens that both answers begin with ÷ tokens of the longer one", Prompts, "design of this tool"),
        _ when metric == Metric.BertScore => new(metric,
            "Words of the same sense that the candidate's greedy answers share with the baseline's.",
            "mean over prompts of F1 of each token's best cosine, roberta-large layer 17 (no idf, no rescaling; 0 where not positive)",
            Prompts, "Zhang et al., arXiv 1904.09675; " + Paper + ", section 4.4"),
        _ when metric == Metric.Sts => new(metric,
            "Whether the candidate's greedy answers mean the same as the baseline's.",
            "mean over prompts of (cos + 1) ÷ 2, cos of the mean token vectors of all-MiniLM-L6-v2 (the plain cosine is noted)", Prompts,
            "Reimers and Gurevych, arXiv 1908.10084; " + Paper + ", section 4.4"),
        _ when metric == Metric.SizeRatio => new(metric,
            "How much smaller the checkpoint is.", "tensor bytes of all safetensors, candidate ÷ baseline", "Counted, no doubt.",
            "safetensors headers"),
        _ when metric == Metric.TokensPerSecond => new(metric,
            "Output rate of one stream.", "Σ output tokens ÷ Σ whole-request seconds", Requests, "GuideLLM, output tokens per second"),
        _ when metric == Metric.QueriesPerUsd => new(metric,
            "Requests that one dollar buys, one at a time.", "3600 ÷ (mean whole-request seconds × USD per hour)", Requests,
            Paper + ", table 5"),
        _ when metric == Metric.CostReduction => new(metric,
            "How many times more requests a dollar buys than with the baseline, each on its own deployment.",
            "mean over the latency scenarios of queries per USD, candidate ÷ baseline (arithmetic; 'mean: geometric' on request)", Requests,
            Paper + ", table 5"),
        _ when metric == Metric.Speedup => new(metric,
            "How many times the baseline's rate the candidate reaches.",
            "mean over the latency scenarios of baseline seconds ÷ candidate seconds (arithmetic; 'mean: geometric' on request)", Requests,
            Paper + ", table 6"),
        _ => throw new ArgumentOutOfRangeException(nameof(metric), metric.Name, "No explanation."),
    };

    private static MetricExplanation OfPercentile(Metric metric, Timing timing, double rank)
    {
        (string measures, string formula) = timing switch
        {
            Timing.Ttft => ("Wait for the first token", "first token − start of the request"),
            Timing.Itl =>
                ("Pace of the tokens, one value a request (vLLM calls it TPOT)", "(last token − first token) ÷ (output tokens − 1)"),
            Timing.ItlGap => ("Every gap between tokens, so that a stall shows (vLLM's ITL)", "token − the token before it"),
            Timing.E2e => ("The whole request", "last token − start of the request"),
            _ => throw new ArgumentOutOfRangeException(nameof(timing)),
        };
        return new(metric, $"{measures}: percentile {rank}.",
            $"{formula}; smallest sample whose cumulative share reaches {rank} % (inverse CDF)",
            "Order statistics, free of any assumption on the distribution; too few samples bound nothing.",
            "GuideLLM metrics guide; " + Paper + ", section 5");
    }
}
