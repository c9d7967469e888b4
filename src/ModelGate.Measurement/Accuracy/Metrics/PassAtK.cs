using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Metrics;

/// <summary>
/// <c>pass@k</c>: the chance that one of k sampled programs passes the document's tests, by the unbiased estimator of n samples with c
/// right (Chen et al. 2021). A program is the filtered answer; the target is the test that is run behind it.
/// </summary>
/// <param name="k">1, 10 or 100 by custom; at most the task's repeats.</param>
public sealed class PassAtK(int k, ICodeRunner runner) : IMetric
{
    private const double DefaultSeconds = 3;

    public string Name { get; } = $"pass@{k}";

    public bool HigherIsBetter => true;

    public (double Low, double High)? Range => (0, 1);

    public string? AggregationFor(OutputType output) => output == OutputType.GenerateUntil ? "mean" : null;

    public MetricFunction Bind(PartArguments arguments)
    {
        TimeSpan limit = TimeSpan.FromSeconds(arguments.Integer("timeout") ?? DefaultSeconds);
        arguments.RefuseOthers();
        if (runner.Unavailable is { } reason)
        {
            throw new DiagnosticException(
                TaskCodes.PartUnavailable, arguments.Part.At, $"{Name} runs generated programs, which is not possible here: {reason}",
                "Make a sandbox available or leave the task out.");
        }

        return (outcomes, cancel) => Score(outcomes, limit, cancel);
    }

    /// <summary>1 − Π (1 − k/i) for i from n − c + 1 to n; 1 where fewer than k samples are wrong.</summary>
    /// <param name="samples">n, at least k.</param>
    /// <param name="passed">c, from 0 to n.</param>
    public static double Estimate(int samples, int passed, int k)
    {
        if (samples - passed < k) return 1;
        double missed = 1;
        for (int i = samples - passed + 1; i <= samples; i++) missed *= 1 - ((double)k / i);
        return 1 - missed;
    }

    private SampleValue[] Score(IReadOnlyList<DocumentOutcome> outcomes, TimeSpan limit, CancellationToken cancel)
    {
        List<CodeProgram> programs = [];
        foreach (DocumentOutcome.Generated outcome in outcomes.Cast<DocumentOutcome.Generated>())
        {
            if (outcome.Answers.Count < k)
            {
                throw new DiagnosticException(
                    TaskCodes.WrongFieldValue, outcome.Document.At, $"{Name} needs {k} answers, the document has {outcome.Answers.Count}.",
                    "Sample more answers with 'repeats', and leave take_first out of the filter chain.");
            }

            programs.AddRange(outcome.Answers.Select(answer => new CodeProgram($"{answer}\n{outcome.Targets[0]}", limit)));
        }

        IReadOnlyList<CodeOutcome> results = runner.Run(programs, cancel);
        SampleValue[] values = new SampleValue[outcomes.Count];
        int next = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int samples = ((DocumentOutcome.Generated)outcomes[i]).Answers.Count;
            int passed = results.Skip(next).Take(samples).Count(result => result is CodeOutcome.Passed);
            values[i] = new(Estimate(samples, passed, k));
            next += samples;
        }

        return values;
    }
}
