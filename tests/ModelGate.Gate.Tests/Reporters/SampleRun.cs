using ModelGate.Gate.Records;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Quantization;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Gate.Tests.Reporters;

/// <summary>
/// A run made up so that every outcome, an emulated scenario, flips, notes and hostile names appear; its numbers fit each other nowhere
/// else.
/// </summary>
internal static class SampleRun
{
    /// <summary>A task name as somebody's own task file could carry it.</summary>
    public const string OddTask = "odd|task `x` <b>@user</b> #12 [a](b) *c* \\d";

    public static RunRecord Failed { get; } = new()
    {
        ToolVersion = "0.1.0",
        Policy = new PolicyRecord("quantgate.yml", new string('a', 64), 0.95, 1234, "report"),
        Environment = new EnvironmentRecord("Linux", "Processor <X> | 9", 2, ".NET 10.0.0", "cpu", "1", "bf16", "x64-avx2"),
        PlanKey = new string('b', 32),
        Verdict = new VerdictRecord("failed", "failed", 1),
        Findings =
        [
            new("recovery at-least 99 % (margin 1 %)", "recovery", 21, "int4", "suite", "fail", "failed",
                Recovery(0.9612, 0.9533, 0.9691, 700),
                "96.12 %, 95.33 % to 96.91 % (90 % interval, 700 documents), must be at least 99 %, margin 1 %", null, null,
                "Try a gentler recipe."),
            new("kl at-most 0.01 nats", "kl", 24, "int4", "all", "fail", "no data", null, "", "Nothing was measured for kl.", null,
                "Measure what the gate names, or remove the gate."),
            new("recovery per task at-least 95 %", "recovery", 22, "fp8", "zero", "fail", "not applicable", null, "",
                "The baseline scores 0, so that there is nothing to recover.", null,
                "Say 'if-not-applicable: pass' in the gate, or leave the task out."),
            new("recovery per task at-least 95 %", "recovery", 22, "fp8", OddTask, "undecided", "inconclusive",
                Recovery(0.97, 0.931, 1.004, 200),
                "97.00 %, 93.10 % to 100.40 % (90 % interval, 200 documents), must be at least 95 %",
                "The estimate is on the good side, but the lower bound is beyond the limit. "
                    + "About 150 further documents would likely decide.", 150,
                "Add documents or tasks; these decide from a margin of 1.90 %."),
            new("e2e-p95 at-most 1 s", "e2e-p95", 26, "fp8", "rag", "undecided", "not measured here", Seconds("e2e-p95", 0.311),
                "311 ms, 206 ms to 402 ms (90 % interval, 20 requests), must be at most 1 s",
                "This engine only emulates the format's arithmetic, so that its time and cost say nothing.", null,
                "Measure on hardware that runs the format natively."),
            new("recovery at-least 99 % (margin 1 %)", "recovery", 21, "fp8", "suite", "pass", "passed",
                Recovery(1.0022, 0.9969, 1.0078, 700),
                "100.22 %, 99.69 % to 100.78 % (90 % interval, 700 documents), must be at least 99 %, margin 1 %", null, null, ""),
            new("size-ratio at-most 0.6", "size-ratio", 25, "fp8", "all", "pass", "passed", Ratio("size-ratio", 0.5831, null, null),
                "0.5831, exact, must be at most 0.6", null, null, ""),
            new("size-ratio at-most 0.6", "size-ratio", 25, "int4", "all", "pass", "passed", Ratio("size-ratio", 0.3771, null, null),
                "0.3771, exact, must be at most 0.6", null, null, ""),
        ],
        Baseline = new ModelRecord("demo", new string('c', 64), 6_560_000,
        [
            Score("facts", "acc,none", 0.95, 500, 0.25, true),
            Score(OddTask, "exact_match,strict", 0.5, 200, null, true) with { TruncatedDocuments = 3 },
            Score("zero", "acc,none", 0, 40, 0.25, false) with { IsPrefix = true },
        ], [Scenario(false, 0.278)]),
        Candidates =
        [
            new("fp8", new ModelRecord("w8a8-fp8", new string('d', 64), 3_820_000, [], [Scenario(true, 0.311)]), Report(), 0.5831,
                [new("suite", 740, 0.4833, 0.4844, Recovery(1.0022, 0.9969, 1.0078, 700), ["facts", OddTask, "zero"])],
                [
                    Task("facts", "acc,none", 500, 0.95, 0.952, Recovery(1.0021, 0.995, 1.009, 500)),
                    Task(OddTask, "exact_match,strict", 200, 0.5, 0.485, Recovery(0.97, 0.931, 1.004, 200)),
                    Task("zero", "acc,none", 40, 0, 0, null),
                ],
                [
                    Ratio("perplexity-ratio", 0.99991, 0.9998, 1.00004),
                    new("kl", "Nats", 0.000137, 200, 0.0000866, 0.000466, 0.95, "bootstrap", "0.000137 nats", []),
                ]),
            new("int4", new ModelRecord("w4a16-int4", new string('e', 64), 2_470_000, [], [Scenario(false, 0.204)]), null, 0.3771,
                [new("suite", 740, 0.4833, 0.4645, Recovery(0.9612, 0.9533, 0.9691, 700), ["facts", OddTask, "zero"])],
                [Task("facts", "acc,none", 500, 0.95, 0.91, Recovery(0.9579, 0.941, 0.972, 500)), Task("zero", "acc,none", 40, 0, 0, null)],
                [Ratio("perplexity-ratio", 1.0312, 1.0211, 1.0415)]),
        ],
        Notes = ["int4: the tensor-parallel size is not given."],
        Times = new TimesRecord(DateTimeOffset.UnixEpoch, new Dictionary<string, double> { ["evaluate"] = 12.5 },
            new Dictionary<string, EvaluationEffort> { ["baseline"] = new(1200, 12.5, new(300_000, 45_000)) }),
    };

    /// <summary>The same measurements where all gates hold.</summary>
    public static RunRecord Passed { get; } = Failed with
    {
        Verdict = new VerdictRecord("passed", "passed", 0),
        Findings = [.. Failed.Findings.Where(finding => finding.Class == "pass")],
    };

    /// <summary>Undecided, and the policy lets that pass.</summary>
    public static RunRecord LetPass { get; } = Failed with
    {
        Policy = Failed.Policy with { OnInconclusive = "pass" },
        Verdict = new VerdictRecord("inconclusive", "passed", 0),
        Findings = [.. Failed.Findings.Where(finding => finding.Class != "fail")],
    };

    private static MeasuredRecord Recovery(double value, double low, double high, int documents) =>
        new("recovery", "Percent", value, documents, low, high, 0.95, "exact", $"{value * 100:F2} %", []);

    private static MeasuredRecord Ratio(string metric, double value, double? low, double? high) =>
        new(
            metric, "Ratio", value, 200, low, high, 0.95, "bootstrap",
            value.ToString("F4", System.Globalization.CultureInfo.InvariantCulture), []);

    private static MeasuredRecord Seconds(string metric, double value) =>
        new(metric, "Seconds", value, 20, value * 0.9, null, 0.95, "order statistics", $"{value * 1000:F0} ms", []);

    private static TaskScoreRecord Score(string task, string metric, double value, int documents, double? chance, bool isAboveChance) =>
        new(
            task, metric, value, 0.01, documents, false, chance, isAboveChance,
            new Dictionary<string, double?> { [metric] = value }, null, 0);

    private static TaskComparisonRecord Task(
        string task, string metric, int documents, double before, double after, MeasuredRecord? recovery) =>
        new(task, metric, documents, before, after, task == "zero" ? false : null, recovery,
            [
                new(task, 3, new string('3', 64), true, new("Which | is it?", "b", "b (ln p -1.00, -0.50)", "a (ln p -0.40, -0.90)")),
                new(task, 17, new string('7', 64), true, null),
                new(task, 5, new string('5', 64), false, new("Say\nit @you", "<b>", "no", "<b>")),
            ],
            1);

    private static ScenarioRecord Scenario(bool isEmulated, double seconds) =>
        new("rag", "synchronous", 910, 113, "rag: 910 + 113 tokens, scaled from 1024 + 128 to the model's context", isEmulated, 20,
            [
                Seconds("e2e-p95", seconds),
                new("tokens-per-second", "TokensPerSecond", 502, 20, 480, 520, 0.95, "bootstrap", "502 tokens/s", []),
            ]);

    private static QuantizationReport Report() => new()
    {
        RecipeKey = new string('f', 64),
        SourceHash = new string('c', 64),
        Recipe = new RecipeRecord(
            "w8a8-fp8", "per channel", "rtn", "minmax", "none", null, null, ["lm_head"], new Dictionary<string, string>()),
        SourceTensorBytes = 6_560_000,
        TensorBytes = 3_820_000,
        Modules =
        [
            new(
                "model.layers.0.mlp.down_proj", "w8a8-fp8", 256, 640, 164_864, null,
                new RoundingError(31.6, null), ["damping raised to 0.1"]),
        ],
        Notes = [new(NoteLevel.Warning, "the calibration text gives 207 windows of 128 tokens, 512 were asked for")],
    };
}
