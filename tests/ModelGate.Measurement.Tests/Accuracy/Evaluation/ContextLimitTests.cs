using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Engines;

namespace ModelGate.Measurement.Tests.Accuracy.Evaluation;

public sealed class ContextLimitTests
{
    [Theory]
    [InlineData(null, 3, new[] { 1, 2, 3, 4, 5 }, 0)]
    [InlineData(8, 3, new[] { 1, 2, 3, 4, 5 }, 0)]
    [InlineData(7, 3, new[] { 2, 3, 4, 5 }, 1)]
    [InlineData(2, 9, new[] { 5 }, 4)]
    public void Prompt_loses_its_beginning_where_the_answer_needs_the_room(int? length, int answer, int[] kept, int cut)
    {
        Assert.Equal(kept, new ContextLimit(length).Prompt([1, 2, 3, 4, 5], answer, out int found));
        Assert.Equal(cut, found);
    }

    [Fact]
    public void Pair_keeps_its_continuation_whole()
    {
        ContinuationRequest pair = new ContextLimit(4).Pair(new([1, 2, 3], [4, 5, 6]), out int cut);
        Assert.Equal([3], pair.Context);
        Assert.Equal([4, 5, 6], pair.Continuation);
        Assert.Equal(2, cut);
    }
}
