using ModelGate.Measurement.Accuracy;

namespace ModelGate.Measurement.Tests.Accuracy;

public sealed class DocumentSelectionTests
{
    [Fact]
    public void Choose_prefix_takes_the_first_of_what_there_is()
    {
        Assert.Equal([0, 1], new DocumentSelection.Prefix(2).Choose(3));
        Assert.Equal([0, 1, 2], new DocumentSelection.Prefix(9).Choose(3));
        Assert.Equal([0, 1, 2], new DocumentSelection.All().Choose(3));
    }

    [Fact]
    public void Choose_sample_is_seeded_distinct_and_ascending()
    {
        IReadOnlyList<int> one = new DocumentSelection.Sample(20, 5).Choose(100), other = new DocumentSelection.Sample(20, 6).Choose(100);
        Assert.Equal(one, new DocumentSelection.Sample(20, 5).Choose(100));
        Assert.NotEqual(one, other);
        Assert.Equal(one.Distinct().Order(), one);
        Assert.Equal(20, one.Count);
        Assert.Equal(Enumerable.Range(0, 3), new DocumentSelection.Sample(20, 5).Choose(3));
    }

    [Fact]
    public void Choose_shards_divide_without_rest()
    {
        DocumentSelection.Sample inner = new(10, 1);
        IEnumerable<int> together = Enumerable.Range(0, 3).SelectMany(shard => new DocumentSelection.Shard(shard, 3, inner).Choose(50));
        Assert.Equal(inner.Choose(50), together.Order());
    }

    [Theory]
    [InlineData(new[] { 50, 30, 20 }, 10, new[] { 5, 3, 2 })]
    [InlineData(new[] { 100, 1, 1 }, 10, new[] { 8, 1, 1 })]
    [InlineData(new[] { 3, 3, 3 }, 2, new[] { 1, 1, 0 })]
    [InlineData(new[] { 2, 2 }, 9, new[] { 2, 2 })]
    [InlineData(new[] { 0, 7 }, 3, new[] { 0, 3 })]
    [InlineData(new[] { 10, 10, 10 }, 4, new[] { 2, 1, 1 })]
    public void Allocate_divides_by_size(int[] sizes, int sample, int[] expected) =>
        Assert.Equal(expected, SampleAllocation.Allocate(sizes, sample));
}
