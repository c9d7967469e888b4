using ModelGate.Measurement.Performance;

namespace ModelGate.Measurement.Tests;

public class MetricTests
{
    [Fact]
    public void Find_knows_every_listed_name() => Assert.All(Metric.Names, name => Assert.Equal(name, Metric.Find(name)?.Name));

    [Theory]
    [InlineData("ttft-p95", Timing.Ttft, 95)]
    [InlineData("itl-p50", Timing.Itl, 50)]
    [InlineData("itl-gap-p99", Timing.ItlGap, 99)]
    [InlineData("e2e-p99.9", Timing.E2e, 99.9)]
    public void Find_reads_percentiles(string name, Timing timing, double rank)
    {
        Metric metric = Metric.Find(name)!;
        Assert.Equal((timing, rank, name), (metric.Timing, metric.PercentileRank, metric.Name));
        Assert.Equal(Metric.Percentile(timing, rank), metric);
    }

    [Theory]
    [InlineData("recovry")]
    [InlineData("ttft-p100")]
    [InlineData("ttft-p0")]
    [InlineData("ttft-p")]
    [InlineData("ttft-p9x")]
    [InlineData("gap-p50")]
    [InlineData("")]
    public void Find_of_another_name_is_null(string name) => Assert.Null(Metric.Find(name));
}
