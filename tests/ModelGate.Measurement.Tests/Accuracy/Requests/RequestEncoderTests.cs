using ModelGate.Measurement.Accuracy.Requests;
using ModelGate.Models.Engines;
using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Requests;

public sealed class RequestEncoderTests
{
    private static readonly Tokenizer Demo = Tokenizer.Load(Repository.DemoModel);

    private readonly RequestEncoder _encoder = new(Demo, addBeginOfSequence: null);

    [Fact]
    public void Pair_continuation_is_what_lies_behind_the_contexts_token_count()
    {
        const string context = "Question: Where?\nAnswer:", continuation = " Oslo";
        ContinuationRequest pair = _encoder.Pair(context, continuation)!;
        Assert.Equal(Demo.Encode(context, true), pair.Context);
        Assert.Equal<IEnumerable<int>>(Demo.Encode(context + continuation, true), [.. pair.Context, .. pair.Continuation]);
        Assert.Equal(Demo.BosId, pair.Context[0]);
    }

    [Fact]
    public void Pair_white_space_at_the_end_of_the_context_moves_to_the_continuation()
    {
        ContinuationRequest moved = _encoder.Pair("Answer: ", "Oslo")!, plain = _encoder.Pair("Answer:", " Oslo")!;
        Assert.Equal(plain.Context, moved.Context);
        Assert.Equal(plain.Continuation, moved.Continuation);
    }

    [Fact]
    public void Pair_merge_across_the_joint_still_splits_at_the_count()
    {
        // "on" is one token, as "o" is: nothing is left to score; with more text behind, only that is.
        Assert.Null(_encoder.Pair("o", "n"));
        Assert.Equal(Demo.Encode(" t", false), _encoder.Pair("o", "n t")!.Continuation);
    }

    [Fact]
    public void Pair_empty_context_is_the_prefix_token()
    {
        ContinuationRequest pair = _encoder.Pair("", " Oslo")!;
        Assert.Equal([Demo.BosId!.Value], pair.Context);
        Assert.Equal(Demo.Encode(" Oslo", false), pair.Continuation);
        ContinuationRequest withOwn = _encoder.Pair("", "<|begin_of_text|> Oslo")!;
        Assert.Equal(pair.Continuation, withOwn.Continuation);
    }

    [Fact]
    public void Pair_context_without_a_token_is_the_prefix_token()
    {
        ContinuationRequest pair = new RequestEncoder(Demo, addBeginOfSequence: false).Pair(" ", "Oslo")!;
        Assert.Equal([Demo.BosId!.Value], pair.Context);
        Assert.Equal(Demo.Encode(" Oslo", false), pair.Continuation);
    }

    [Fact]
    public void Pair_nothing_to_score_gives_null() => Assert.Null(_encoder.Pair("Oslo", ""));

    [Fact]
    public void Encode_text_with_its_own_begin_token_gets_no_second()
    {
        int[] tokens = _encoder.Encode("<|begin_of_text|>Oslo");
        Assert.Equal([Demo.BosId!.Value, .. Demo.Encode("Oslo", false)], tokens);
    }

    [Fact]
    public void Encode_begin_token_can_be_forced_off_and_on()
    {
        Assert.Equal(Demo.Encode("Oslo", false), new RequestEncoder(Demo, false).Encode("Oslo"));
        Assert.Equal(Demo.Encode("Oslo", true), new RequestEncoder(Demo, true).Encode("Oslo"));
    }

    [Fact]
    public void Rolling_scores_every_token_but_the_begin_token()
    {
        ContinuationRequest window = Assert.Single(_encoder.Rolling("Say: gold hamster", 128));
        Assert.Equal([Demo.BosId!.Value], window.Context);
        Assert.Equal(Demo.Encode("Say: gold hamster", false), window.Continuation);
        Assert.Empty(_encoder.Rolling("", 128));
    }

    /// <summary>Expected values from the harness's <c>get_rolling_token_windows</c> and <c>make_disjoint_window</c>.</summary>
    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "0|1")]
    [InlineData(4, "0|1 2 3 4")]
    [InlineData(5, "0|1 2 3 4;1 2 3 4|5")]
    [InlineData(9, "0|1 2 3 4;4|5 6 7 8;5 6 7 8|9")]
    [InlineData(10, "0|1 2 3 4;4|5 6 7 8;6 7 8|9 10")]
    public void Of_windows_equal_the_harness(int tokens, string expected)
    {
        IReadOnlyList<ContinuationRequest> windows = RollingWindows.Of([.. Enumerable.Range(1, tokens)], 0, 4);
        Assert.Equal(expected, string.Join(';', windows.Select(w => $"{string.Join(' ', w.Context)}|{string.Join(' ', w.Continuation)}")));
    }
}
