using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies;
using ModelGate.Measurement;
using ModelGate.Measurement.Performance;
using ModelGate.Models.Architectures;
using ModelGate.Quantization;
using ModelGate.Quantization.Quantizers;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Policies;

public sealed class PolicyReaderTests
{
    [Fact]
    public void Parse_minimal_policy_takes_the_defaults()
    {
        Policy policy = PolicyText.Read(PolicyText.Minimal);
        Assert.Equal(new ModelReference.Demo(), policy.Model.Value);
        Assert.Equal(policy.Model, policy.Baseline);
        Assert.Equal(ActivationPrecision.Bf16, policy.Precision);
        Assert.Equal(512, policy.Calibration.Samples);
        Assert.Null(policy.Performance);
        Assert.Equal(OnInconclusive.Report, policy.OnInconclusive);
        GateRule gate = Assert.Single(policy.Gates);
        Assert.Equal(Metric.Recovery, gate.Metric);
        Assert.Equal(new Bound.AtLeast(0.99), gate.Bound);
        Assert.Equal(0.95, gate.Confidence);
        Assert.Equal((7, 5), (gate.At.Line, gate.At.Column));
    }

    [Fact]
    public void Parse_recipe_with_all_keys_changes_the_scheme_defaults()
    {
        Policy policy = PolicyText.Read("""
            version: 1
            model: ./model
            candidates:
              a:
                scheme: w4a16-int4
                algorithm: gptq
                group: 64
                observer: minmax
                actorder: none
                damping: 0.05
                ignore: 'layers\.0\.'
                override: {'down_proj$': w8a8-int8}
              b: {scheme: w8a8-int8, smoothquant: }
              c: {scheme: w8a8-int8, smoothquant: 0.5}
              d: {scheme: w4a16-int4, algorithm: awq}
              e: {model: ../other}
            gates:
              - {metric: size-ratio, at-most: 0.6, for: [a, b]}
            """);
        QuantizationRecipe a = Recipe(policy, 0), b = Recipe(policy, 1), c = Recipe(policy, 2), d = Recipe(policy, 3);
        Assert.Equal(new Granularity.PerGroup(64), a.Scheme.Granularity);
        Assert.Equal("minmax", a.Observer.Name);
        Assert.Equal(ActivationOrder.None, a.ActivationOrder);
        Assert.Equal(0.05, a.Damping);
        Assert.Equal([@"layers\.0\."], a.Ignore);
        Assert.Equal("w8a8-int8", Assert.Single(a.Overrides).Scheme.Name);
        Assert.Equal(0.8, b.SmoothQuantAlpha);
        Assert.Equal(0.5, c.SmoothQuantAlpha);
        Assert.IsType<Awq>(d.Quantizer);
        Assert.Equal(ActivationOrder.None, d.ActivationOrder);
        Assert.Equal(new ModelReference.Folder("../other"), Assert.IsType<CandidatePolicy.Existing>(policy.Candidates[4]).Model);
        Assert.Equal(["a", "b"], policy.Gates[0].Candidates!);
    }

    [Fact]
    public void Parse_units_are_read_by_the_metric()
    {
        Policy policy = PolicyText.Read("""
            version: 1
            model: demo
            confidence: 99%
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {tasks: [demo]}
            performance: {scenarios: [rag], price: {usd-per-hour: 0.10}}
            gates:
              - {metric: ttft-p95, at-most: 1 s}
              - {metric: itl-p50, at-most: 100ms}
              - {metric: recovery, per: task, at-least: 95 %, margin: 0.5%, where-baseline-above: 40%, confidence: 90%}
              - {metric: perplexity-ratio, at-most: 1.05}
              - {metric: kl, at-most: 0.01, task: demo-text}
              - {metric: cost-reduction, at-least: 1.2, mean: geometric}
            """);
        Assert.Equal([1.0, 0.1, 0.95, 1.05, 0.01, 1.2], policy.Gates.Select(gate => gate.Bound.Limit));
        Assert.Equal(0.99, policy.Gates[0].Confidence);
        Assert.Equal(0.90, policy.Gates[2].Confidence);
        Assert.Equal(0.005, policy.Gates[2].Margin);
        Assert.Equal(0.4, policy.Gates[2].WhereBaselineAbove);
        Assert.Equal(GateScope.Task, policy.Gates[2].Per);
        Assert.Equal(["demo-text"], policy.Gates[4].Tasks!);
        Assert.Equal(ScenarioMean.Geometric, policy.Gates[5].Mean);
    }

    [Fact]
    public void Parse_hub_reference_and_task_entry_keep_what_was_written()
    {
        Policy policy = PolicyText.Read("""
            version: 1
            model: hf:meta-llama/Llama-3.1-8B-Instruct@main
            target: {vllm: 0.11, tensor-parallel-size: 2, compute-capability: 8.9}
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy:
              tasks:
                - {task: demo-arithmetic, shots: 2, chat: none, sample: 100, seed: 7, temperature: 0.2, top-p: 0.95, samples: 4}
                - ./mine.yaml
            gates: [{metric: score, at-least: 70%, task: demo-arithmetic}]
            """);
        Assert.Equal(new ModelReference.Hub("meta-llama", "Llama-3.1-8B-Instruct", "main"), policy.Model.Value);
        Assert.Equal(new Version(0, 11), policy.Target.Vllm);
        Assert.Equal("8.9", policy.Target.Gpu.ToString());
        TaskEntry entry = policy.Tasks[0];
        Assert.Equal((2, 100, 7u, 0.2, 0.95, 4), (entry.Shots, entry.Sample, entry.Seed, entry.Temperature, entry.TopP, entry.Samples));
        Assert.Equal("./mine.yaml", policy.Tasks[1].Task);
    }

    [Fact]
    public void Parse_many_mistakes_reports_them_all_with_place_and_remedy() => Snapshot.Match(PolicyText.Problems("""
        version: 2
        modle: demo
        precision: fp16
        confidence: 95
        candidates:
          fp8: {scheme: w8a8-fp9}
          int4: {scheme: w4a16-int4, group: 96, grup: 32}
          int8: {scheme: w8a8-fp8, group: 64, damping: 0.02}
          both: {scheme: w8a8-fp8, model: ./x}
          none: {algorithm: gptq}
          smooth: {scheme: w4a16-int4, smoothquant: 0.8}
          strong: {scheme: w8a8-int8, smoothquant: 1.5}
        accuracy: {tasks: []}
        performance:
          scenarios: [ragg]
          deployments: {h100: {gpu: H100}}
        gates:
          - {metric: recovery, at-least: 0.99}
          - {metric: recovery, at-most: 99%}
          - {metric: recovry, at-least: 99%}
          - {metric: kl}
          - {metric: ttft-p95, at-most: 100}
          - {metric: size-ratio, at-most: 0.6, for: fp4, scenario: rag}
          - {metric: perplexity-ratio, at-least: 1, at-most: 2}
        may-change: [tool]
        """));

    [Fact]
    public void Parse_gates_on_what_is_not_measured_are_refused() => Snapshot.Match(PolicyText.Problems("""
        version: 1
        model: https://localhost:8000/v1
        candidates: {fp8: {scheme: w8a8-fp8}}
        gates:
          - {metric: recovery, at-least: 99%}
          - {metric: e2e-p50, at-most: 2 min}
          - {metric: queries-per-usd, at-least: 10}
          - {metric: recovery, at-least: 99%, margin: -1%}
        """));

    [Fact]
    public void Parse_what_later_versions_have_is_told_from_what_is_wrong() => Snapshot.Match(PolicyText.Problems("""
        version: 1
        model: demo
        engine: cuda
        candidates: {fp8: {scheme: w8a8-fp8}}
        accuracy: {tasks: [demo]}
        performance: {scenarios: [rag], mode: poisson, deployments: {a: {gpu: H100}}}
        gates:
          - {metric: kl, at-most: 0.01, relative-to: noise}
        """));

    [Theory]
    [InlineData("45", "'time-budget' is '45', but must be a duration.")]
    [InlineData("0 min", "'time-budget' is '0 min', which is no time at all.")]
    [InlineData("-1 h", "'time-budget' is '-1 h', which is no time at all.")]
    public void Parse_time_budget_that_is_none_is_diagnosed(string budget, string problem) => Assert.Contains(problem, PolicyText.Problems(
        $$$"""
        version: 1
        model: demo
        time-budget: {{{budget}}}
        candidates: {fp8: {scheme: w8a8-fp8}}
        gates: [{metric: size-ratio, at-most: 0.6}]
        """));

    [Theory]
    [InlineData("")]
    [InlineData("- a list")]
    [InlineData("version: 1\nversion: 1\nmodel: demo")]
    [InlineData("version: [1")]
    [InlineData("candidates: {a: {scheme: !function x}}")]
    [InlineData("gates: 7\ncandidates: nothing\naccuracy: [x]")]
    public void Parse_text_that_is_no_policy_is_diagnosed(string text) => Assert.Contains("quantgate.yml(", PolicyText.Problems(text));

    [Fact]
    public void Schema_prints_every_key_once() =>
        Snapshot.Match(JsonSchemaWriter.Write(PolicyShape.Of(PolicyText.Catalog.Vocabulary), "quantgate.yml"));

    private static QuantizationRecipe Recipe(Policy policy, int index) =>
        Assert.IsType<CandidatePolicy.FromRecipe>(policy.Candidates[index]).Recipe;
}
