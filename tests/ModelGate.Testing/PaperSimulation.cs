using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Statistics;

namespace ModelGate.Testing;

/// <summary>How often a gate decides on runs of one <see cref="PaperSuite"/> at one flip rate.</summary>
public sealed class PaperSimulation(PaperSuite suite, double flipRate)
{
    /// <summary>Runs that are judged together before it is asked whether more are needed.</summary>
    private const int Batch = 10;

    public PaperRuns Run(int runs, double scale = 1)
    {
        (double, PaperDecision)[] results = new (double, PaperDecision)[runs];
        Parallel.For(0, runs, run => results[run] = Judge(scale, run));
        return new(results);
    }

    /// <summary>At least <paramref name="share"/> of the runs pass or fail; stops as soon as too many do not.</summary>
    public bool Decides(double share, int runs, double scale)
    {
        int undecided = 0;
        for (int from = 0; from < runs; from += Batch)
        {
            (double, PaperDecision)[] results = new (double, PaperDecision)[Math.Min(Batch, runs - from)];
            int first = from;
            Parallel.For(0, results.Length, run => results[run] = Judge(scale, first + run));
            undecided += results.Count(result => result.Item2 == PaperDecision.Undecided);
            if (undecided > (1 - share) * runs + 1e-9) return false;
        }

        return true;
    }

    private (double Value, PaperDecision Decision) Judge(double scale, int run)
    {
        IEstimate? recovery = Recovery.Of(suite.Draw(flipRate, scale, run));
        return recovery is null ? (double.NaN, PaperDecision.Undecided) : (recovery.Value, suite.Decide(recovery));
    }
}

/// <param name="Results">The estimate and the decision of each run.</param>
public sealed record PaperRuns(IReadOnlyList<(double Value, PaperDecision Decision)> Results)
{
    /// <summary>The run whose estimate is the median.</summary>
    public int MedianRun => Enumerable.Range(0, Results.Count).OrderBy(run => Results[run].Value).ElementAt(Results.Count / 2);

    public double Share(PaperDecision decision) => (double)Results.Count(result => result.Decision == decision) / Results.Count;
}
