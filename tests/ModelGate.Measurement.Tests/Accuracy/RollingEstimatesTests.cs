using ModelGate.Measurement.Accuracy;

namespace ModelGate.Measurement.Tests.Accuracy;

public class RollingEstimatesTests
{
    private static readonly RollingTask Texts = new("texts", "byte_perplexity",
    [
        .. Enumerable.Range(1, 30)
            .Select(i => new RollingDocument(-10.0 * i, -10.0 * i - 0.1 * (i % 5), 8 * i, 4 * i, 0.01 * i, 4 * i - i % 3)),
    ]);

    [Fact]
    public void PerplexityRatio_is_the_ratio_of_the_two_perplexities()
    {
        double units = Texts.Documents.Sum(document => document.Units);
        double baseline = Math.Exp(-Texts.Documents.Sum(document => document.BaselineLogLikelihood) / units);
        double candidate = Math.Exp(-Texts.Documents.Sum(document => document.CandidateLogLikelihood) / units);
        var ratio = RollingEstimates.PerplexityRatio(Texts);
        Assert.Equal(candidate / baseline, ratio.Value, 1e-12);
        Assert.InRange(ratio.Value, ratio.Bounds(0.95).Low, ratio.Bounds(0.95).High);
    }

    [Fact]
    public void Kl_is_the_mean_over_positions_not_over_documents()
    {
        double expected = Texts.Documents.Sum(document => document.KlSum!.Value) / Texts.Documents.Sum(document => document.Positions);
        Assert.Equal(expected, RollingEstimates.Kl([Texts])!.Value, 1e-12);
    }

    [Fact]
    public void Kl_without_compared_logits_is_not_measured()
    {
        RollingTask alone = With(document => document with { KlSum = null, Positions = 0 });
        Assert.Null(RollingEstimates.Kl([alone]));
        Assert.Null(RollingEstimates.Top1Agreement([alone]));
    }

    [Fact]
    public void Top1Agreement_of_equal_choices_everywhere_keeps_a_doubt_of_whole_documents()
    {
        RollingTask same = With(document => document with { Top1Agreements = document.Positions });
        Interval bounds = RollingEstimates.Top1Agreement([same])!.Bounds(0.95);
        Assert.Equal(Math.Pow(0.05, 1.0 / 30), bounds.Low, 1e-6);
        Assert.Equal(1, bounds.High);
    }

    private static RollingTask With(Func<RollingDocument, RollingDocument> change) =>
        Texts with { Documents = [.. Texts.Documents.Select(change)] };

    [Fact]
    public void OutputTokensRatio_is_the_ratio_of_mean_lengths()
    {
        var ratio = RollingEstimates.OutputTokensRatio([new("a", [10, 20], [12, 24]), new("b", [30, 40, 0], [36, 48, 0])])!;
        Assert.Equal(1.2, ratio.Value, 1e-12);
        Assert.Equal(5, ratio.Samples);
        Assert.Null(RollingEstimates.OutputTokensRatio([new("a", [0, 0], [1, 1])]));
    }
}
