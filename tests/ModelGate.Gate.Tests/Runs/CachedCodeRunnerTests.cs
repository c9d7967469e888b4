using ModelGate.Gate.Runs;
using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Runs;

public sealed class CachedCodeRunnerTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(3);
    private readonly TemporaryFolder folder = new();
    private readonly Counting inner = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Run_asks_for_each_program_once()
    {
        CachedCodeRunner runner = new(inner, new WorkFolder(folder.Path), "sandbox");
        Assert.Equal(["good", "bad", "good"], Kinds(runner, "good", "bad", "good"));
        Assert.Equal(["bad", "good"], Kinds(runner, "bad", "good"));
        Assert.Equal(["good", "bad"], inner.Asked);
    }

    [Fact]
    public void Run_goes_on_where_an_earlier_run_was()
    {
        Kinds(new(inner, new WorkFolder(folder.Path), "sandbox"), "good", "bad", "slow");
        File.AppendAllText(new WorkFolder(folder.Path).CodeOutcomes, "{\"Key\": \"cut sh");
        inner.Asked.Clear();
        Assert.Equal(["good", "bad", "slow"], Kinds(new(inner, new WorkFolder(folder.Path), "sandbox"), "good", "bad", "slow"));
        // Only a time-out can be the machine's fault.
        Assert.Equal(["slow"], inner.Asked);
    }

    [Fact]
    public void Run_of_another_kind_does_not_count()
    {
        Kinds(new(inner, new WorkFolder(folder.Path), "unsafe"), "good");
        Kinds(new(inner, new WorkFolder(folder.Path), "sandbox"), "good");
        Assert.Equal(["good", "good"], inner.Asked);
    }

    private static IEnumerable<string> Kinds(CachedCodeRunner runner, params string[] sources) => runner
        .Run([.. sources.Select(source => new CodeProgram(source, Limit))], TestContext.Current.CancellationToken)
        .Select(outcome => outcome switch { CodeOutcome.Passed => "good", CodeOutcome.TimedOut => "slow", _ => "bad" });

    private sealed class Counting : ICodeRunner
    {
        public List<string> Asked { get; } = [];

        public string? Unavailable => null;

        public IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel)
        {
            Asked.AddRange(programs.Select(program => program.Source));
            return [.. programs.Select(program => program.Source switch
            {
                "good" => (CodeOutcome)new CodeOutcome.Passed(), "slow" => new CodeOutcome.TimedOut(), _ => new CodeOutcome.Failed("no"),
            })];
        }
    }
}
