using ModelGate.Gate;
using ModelGate.Gate.Reporters;
using ModelGate.Gate.Reporters.Html;
using ModelGate.Gate.Reporters.JUnit;
using ModelGate.Gate.Reporters.Sarif;
using ModelGate.Measurement.Accuracy.Aggregations;
using ModelGate.Measurement.Accuracy.Documents.Processors;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Measurement.Accuracy.Mathematics;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool;

/// <summary>Everything the tool can do. To add a part: one file, and one line here.</summary>
internal static class BuiltIn
{
    public static Catalog Catalog { get; } = new()
    {
        Schemes = [new W8A8Fp8(), new W8A8Int8(), new W4A16Int4()],
        Quantizers = [new RoundToNearest(), new Gptq(), new Awq()],
        Observers = [new MinMax(), new Mse()],
        Evaluation = services => new()
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
                new RegexFilter(), new RemoveWhitespace(), new Lowercase(), new Uppercase(), new MapFilter(), new TakeFirst(),
                new TakeFirstK(), new MajorityVote(), new ProgramFilter(), new EvalPlusProgram(), new CodeBlock(),
                new MultipleChoiceRegexFilter(),
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
        },
        Reporters =
        [
            new ConsoleReporter(), new MarkdownReporter(), new HtmlReporter(), new JsonReporter(), new JUnitReporter(), new SarifReporter(),
        ],
    };
}
