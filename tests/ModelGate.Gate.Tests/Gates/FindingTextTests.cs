using ModelGate.Gate.Gates;
using ModelGate.Measurement;

namespace ModelGate.Gate.Tests.Gates;

public sealed class FindingTextTests
{
    public static TheoryData<string> Metrics => [.. Metric.All.Select(metric => metric.Name)];

    [Theory]
    [MemberData(nameof(Metrics))]
    public void Advice_every_metric_that_fails_has_some(string name)
    {
        GateRule rule = new()
        {
            Metric = Metric.All.Single(metric => metric.Name == name), Bound = new Bound.AtLeast(0.5), Confidence = 0.95,
            At = new("quantgate.yml", 1, 1),
        };
        Assert.NotEmpty(FindingText.Advice(rule, null, new Outcome.Failed()));
    }
}
