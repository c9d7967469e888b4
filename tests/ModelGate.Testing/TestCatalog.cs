using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Documents.Processors;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Measurement.Accuracy.Mathematics;
using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Testing;

/// <summary>All metrics, filters and aggregations, as the tool lists them.</summary>
public static class TestCatalog
{
    public static EvaluationCatalog With(ICodeRunner runner) => With(new EvaluationServices(runner, new LocalDocuments()));

    public static EvaluationCatalog With(EvaluationServices services) => new()
    {
        Metrics =
        [
            new Acc(), new AccNorm(), new AccBytes(), new ExactMatch(), new Perplexity(), new WordPerplexity(), new BytePerplexity(),
            new BitsPerByte(), new TrueProbability(), new PassAtK(1, services.CodeRunner),
            new PassAtK(10, services.CodeRunner), new PromptLevelStrictAcc(), new MathEquivalence(),
            new InstLevelStrictAcc(), new PromptLevelLooseAcc(), new InstLevelLooseAcc(), new StrictAcc(),
            new PairwiseJudge(services.Judge),
        ],
        Filters =
        [
            new RegexFilter(), new RemoveWhitespace(), new Lowercase(), new Uppercase(), new MapFilter(), new TakeFirst(), new TakeFirstK(),
            new MajorityVote(), new ProgramFilter(), new EvalPlusProgram(), new CodeBlock(), new MultipleChoiceRegexFilter(),
        ],
        Aggregations =
        [
            new Mean(), new WeightedMean(), new PerplexityAggregation(), new WeightedPerplexity(), new BitsPerByteAggregation(),
            new InstructionLevelAccuracy(),
        ],
        Processors =
        [
            new KeepWhere(), new HellaSwag(), new ArcFourOptions(), new Gpqa(), new MathHard(),
            new JoinAnswers(services.Documents, services.Judge?.Settings.BaselineAnswers),
        ],
    };

    public static EvaluationCatalog WithoutSandbox { get; } = With(new NoCodeRunner());

    private sealed class NoCodeRunner : ICodeRunner
    {
        public string? Unavailable => "this test runs no code";

        public IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel) =>
            throw new NotSupportedException();
    }
}
