using ModelGate.Models.Architectures;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Engines;
using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Models.Tests.Engines.Cpu;

public sealed class GenerationTests(DemoEngine demo) : IClassFixture<DemoEngine>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private CpuEngine Engine => demo.Engine;

    [Fact]
    public void Generate_greedy_or_sampled_gives_the_same_tokens_alone_and_in_company()
    {
        GenerationRequest[] requests = Mixed();
        int[][] expected = [.. requests.Select(request => Engine.Generate([request], cancel: Cancel)[0].Tokens)];
        Assert.True(expected.Select(tokens => string.Join(' ', tokens)).Distinct().Count() > 6);

        foreach (SchedulerLimits limits in new[] { new SchedulerLimits(), new SchedulerLimits(3, 8, 4), new SchedulerLimits(64, 1, 1) })
        {
            using CpuEngine engine = DemoEngine.Open(
                new CpuEngineOptions { Precision = ActivationPrecision.Fp32, Threads = 3, ChunkRows = 20, Scheduler = limits });
            Assert.Equal(expected, engine.Generate(requests, cancel: Cancel).Select(answer => answer.Tokens));
        }
    }

    [Fact]
    public void Generate_prompts_with_a_common_beginning_computes_its_blocks_once()
    {
        int[] stem = demo.Suite.Generations("arithmetic")[0].Prompt[..40];
        using CpuEngine engine = DemoEngine.Open(new CpuEngineOptions { Precision = ActivationPrecision.Fp32, Threads = 1 });
        GenerationRequest[] requests = [.. Enumerable.Range(0, 5).Select(i => new GenerationRequest([.. stem, 300 + i], 3, []))];
        engine.Generate(requests, cancel: Cancel);

        // Of 41 tokens the first 32 are two whole blocks; the first request computes them for all.
        Assert.Equal(new PrefixReuse(5 * 41, 41 + (4 * 9)), engine.PrefixReuse);
    }

    [Fact]
    public void Generate_stops_at_the_text_and_keeps_the_token_that_completed_it()
    {
        GenerationRequest request = demo.Suite.Generations("arithmetic")[0];
        Generation whole = Engine.Generate([request with { Stop = [] }], cancel: Cancel)[0];
        Generation cut = Engine.Generate([request with { Stop = ["= 5", "-"] }], cancel: Cancel)[0];

        Assert.Equal(" 9 - 4 = 5. #### 5", whole.Text.Split("\n\n")[0]);
        Assert.Equal(" 9 ", cut.Text);
        Assert.Equal(FinishReason.Stop, cut.Finish);
        // The minus comes first, so generation ends there.
        Assert.True(cut.Tokens.Length < whole.Tokens.Length);
        Assert.Contains('-', Engine.Tokenizer.Decode(cut.Tokens));
        Assert.Equal(whole.Tokens[..cut.Tokens.Length], cut.Tokens);
    }

    [Fact]
    public void Generate_ends_at_an_end_token_or_the_limit_unless_told_to_go_on()
    {
        GenerationRequest request = demo.Suite.Generations("instructions")[0];
        Generation ended = Engine.Generate([request], cancel: Cancel)[0];
        Generation limited = Engine.Generate([request with { MaxTokens = 2 }], cancel: Cancel)[0];
        Generation forced = Engine.Generate([request with { MaxTokens = 60, IgnoreEndOfSequence = true }], cancel: Cancel)[0];

        Assert.Equal((FinishReason.Stop, FinishReason.Length, FinishReason.Length), (ended.Finish, limited.Finish, forced.Finish));
        Assert.DoesNotContain(ended.Tokens, Engine.EndOfSequenceIds.Contains);
        Assert.Equal(ended.Tokens[..2], limited.Tokens);
        Assert.Equal(60, forced.Tokens.Length);
        Assert.Contains(forced.Tokens[ended.Tokens.Length], Engine.EndOfSequenceIds);
        Assert.Equal([1019, 1022], Engine.EndOfSequenceIds.Order());
    }

    [Fact]
    public void Generate_long_prompt_is_cut_from_the_left_to_leave_room()
    {
        int[] prompt = [.. Enumerable.Range(0, 1100).Select(i => 200 + (i % 500))];
        var request = new GenerationRequest(prompt, 16, [], IgnoreEndOfSequence: true);
        IReadOnlyList<Generation> answers = Engine.Generate([request, request with { Prompt = prompt[92..] }], cancel: Cancel);

        Assert.Equal(1024, Engine.ContextLength);
        Assert.Equal([92, 0], answers.Select(answer => answer.TruncatedTokens));
        Assert.Equal(answers[1].Tokens, answers[0].Tokens);
        Generation longer = Engine.Generate([request with { Prompt = prompt[..3], MaxTokens = 5000, Stop = [" "] }], cancel: Cancel)[0];
        Assert.Equal(2, longer.TruncatedTokens);
    }

    [Fact]
    public void Generate_stamps_each_token_with_the_engines_clock()
    {
        var clock = new TickingClock();
        using CpuEngine engine = DemoEngine.Open(new CpuEngineOptions { Precision = ActivationPrecision.Fp32, Threads = 1, Clock = clock });
        Generation answer = engine.Generate([new GenerationRequest([1018, 300, 301], 4, [], IgnoreEndOfSequence: true)], cancel: Cancel)[0];

        // Two readings a step: before the pass and after it.
        Assert.Equal(1, answer.Started);
        Assert.Equal([2, 4, 6, 8], answer.TokenTimes);
    }

    [Fact]
    public void Step_withdrawn_job_leaves_and_the_others_go_on()
    {
        GenerationRequest request = demo.Suite.Generations("arithmetic")[1];
        using GenerationScheduler scheduler = Engine.NewScheduler();
        GenerationJob first = scheduler.Submit(request);
        scheduler.Step(Cancel);
        GenerationJob second = scheduler.Submit(request);
        scheduler.Withdraw(first);
        while (scheduler.HasWork) scheduler.Step(Cancel);

        Assert.Null(first.Result);
        Assert.Equal(Engine.Generate([request], cancel: Cancel)[0].Tokens, second.Result!.Tokens);
    }

    [Fact]
    public void Generate_in_a_small_cache_waits_for_room()
    {
        GenerationRequest[] requests = demo.Suite.Generations("arithmetic")[..6];
        IEnumerable<string> expected = demo.Suite.GenerationReference("arithmetic")[..6];
        // 16 positions of 4 layers and 4 heads of 32, keys and values: 64 KiB a block; about two requests fit.
        using CpuEngine engine = DemoEngine.Open(
            new CpuEngineOptions { Precision = ActivationPrecision.Fp32, Threads = 1, KeyValueCacheBytes = 16 * 65536 });

        Assert.Equal(expected, engine.Generate(requests, cancel: Cancel).Select(answer => answer.Text));
        var tooLong = Assert.Throws<DiagnosticException>(() => engine.Generate([requests[0] with { MaxTokens = 900 }], cancel: Cancel));
        Assert.Equal("QG0804", Assert.Single(tooLong.Diagnostics).Code);
    }

    [Fact]
    public void Generate_cancelled_releases_what_it_held()
    {
        using var cancel = new CancellationTokenSource();
        GenerationRequest[] requests = demo.Suite.Generations("chat");
        Assert.Throws<OperationCanceledException>(() => Engine.Generate(requests, new CancelOnReport(cancel), cancel.Token));

        Assert.Equal(0, Engine.UsedCacheBlocks);
    }

    private GenerationRequest[] Mixed()
    {
        GenerationRequest[] chat = demo.Suite.Generations("chat"), sums = demo.Suite.Generations("arithmetic");
        return
        [
            sums[0],
            chat[0],
            chat[0] with { Sampling = new Sampling(1.5, 0.95, Seed: 1) },
            chat[0] with { Sampling = new Sampling(1.5, 0.95, Seed: 2) },
            sums[2] with { Sampling = new Sampling(2, 1, Seed: 1) },
            chat[3] with { Sampling = new Sampling(2, 1, Seed: 1, TopK: 5) },
            sums[3],
            sums[4],
            chat[5],
        ];
    }

    private sealed class CancelOnReport(CancellationTokenSource source) : IProgress<int>
    {
        public void Report(int value) => source.Cancel();
    }

    private sealed class TickingClock : TimeProvider
    {
        private long now;

        public override long GetTimestamp() => ++now;
    }
}
