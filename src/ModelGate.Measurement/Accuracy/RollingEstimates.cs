using ModelGate.Measurement.Statistics;

namespace ModelGate.Measurement.Accuracy;

/// <summary>What baseline and candidate make of the same texts, with documents as the unit of doubt.</summary>
public static class RollingEstimates
{
    /// <summary>Candidate perplexity ÷ baseline perplexity: exp(Σ (baseline − candidate log-likelihood) ÷ Σ units).</summary>
    public static IEstimate PerplexityRatio(RollingTask task) => TransformedEstimate.Exponential(StratifiedRatio.OfSums(
        [.. task.Documents.Select(document => document.BaselineLogLikelihood - document.CandidateLogLikelihood)],
        [.. task.Documents.Select(document => document.Units)]));

    /// <summary>KL(baseline‖candidate) in nats, mean over all positions of all documents; null where logits were not compared.</summary>
    public static IEstimate? Kl(IReadOnlyList<RollingTask> tasks)
    {
        RollingDocument[] documents = Compared(tasks);
        return documents.Length == 0 ? null : new WithinRange(
            StratifiedRatio.OfSums(
                [.. documents.Select(document => document.KlSum ?? double.NaN)],
                [.. documents.Select(document => (double)document.Positions)]),
            0, double.PositiveInfinity);
    }

    /// <summary>
    /// Share of all positions with the same arg-max. Where every position agrees, the lower bound takes a whole document as the unit
    /// (Clopper–Pearson), so that agreement does not look certain.
    /// </summary>
    public static IEstimate? Top1Agreement(IReadOnlyList<RollingTask> tasks)
    {
        RollingDocument[] documents = Compared(tasks);
        if (documents.Length == 0) return null;
        if (documents.All(document => document.Top1Agreements == document.Positions))
        {
            return new ScoreOfCounts([new BinomialCell(documents.Length, documents.Length, 1.0 / documents.Length)], 0, 1);
        }

        return new WithinRange(
            StratifiedRatio.OfSums(
                [.. documents.Select(document => document.Top1Agreements ?? double.NaN)],
                [.. documents.Select(document => (double)document.Positions)]),
            0, 1);
    }

    /// <summary>Mean tokens of the candidate's answers ÷ mean tokens of the baseline's; null where the baseline answers nothing.</summary>
    public static IEstimate? OutputTokensRatio(IReadOnlyList<AnswerLengths> answers)
    {
        double[] baseline = [.. answers.SelectMany(answer => answer.Baseline).Select(tokens => (double)tokens)];
        double[] candidate = [.. answers.SelectMany(answer => answer.Candidate).Select(tokens => (double)tokens)];
        if (!(baseline.Sum() > 0)) return null;
        bool isSparse = baseline.Zip(candidate).Count(pair => pair.First != pair.Second) < SparseRatio.EnoughDifferences;
        IEstimate ratio = isSparse ? new SparseRatio(candidate, baseline) : StratifiedRatio.OfSums(candidate, baseline);
        return new WithinRange(ratio, 0, double.PositiveInfinity);
    }

    private static RollingDocument[] Compared(IReadOnlyList<RollingTask> tasks) =>
        [.. tasks.SelectMany(task => task.Documents).Where(document => document.Positions > 0 && document.KlSum is not null)];
}
