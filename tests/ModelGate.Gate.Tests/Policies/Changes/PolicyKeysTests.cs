using ModelGate.Gate.Policies;

namespace ModelGate.Gate.Tests.Policies.Changes;

/// <summary>
/// Every key of a policy is changed there and back, and what is found is what was decided for it. A key that is added without a decision
/// fails here.
/// </summary>
public sealed class PolicyKeysTests
{
    /// <summary>A policy in which every key is written.</summary>
    private const string Whole = """
        version: 1
        model: demo
        baseline: hf:owner/base@main
        precision: bf16
        engine: auto
        target: {vllm: 0.11, tensor-parallel-size: 2, compute-capability: 9.0}
        calibration: {data: calibration.jsonl, samples: 64, length: 128}
        candidates:
          fp8:  {scheme: w8a8-fp8, algorithm: rtn}
          int8: {scheme: w8a8-int8, observer: mse, damping: 0.01, smoothquant: 0.8, ignore: [down_proj], override: {up_proj: w8a8-fp8}}
          int4: {scheme: w4a16-int4, group: 128, actorder: weight}
          made: {model: ./made}
        accuracy:
          tasks:
            - demo-text
            - {task: demo-facts, shots: 2, chat: none, system-prompt: brief, bos: true, sample: 40, seed: 7, data: a.jsonl}
            - {task: demo-stories, samples: 2, temperature: 0.5, top-p: 0.9, fewshot-data: b.jsonl}
            - {task: demo-letters, limit: 10}
          data-folder: data
          early-stopping: false
          judge: {endpoint: "https://judge.example/v1", model: one, key-variable: JUDGE_KEY, runs: 2, parallel: 8, most-unscored: 5%,
            price: {input-usd-per-million: 3, output-usd-per-million: 4}, baseline-answers: answers.jsonl}
          similarity: {bertscore-model: ./encoder, bertscore-layer: 5, sts-model: ./sentences}
        performance: {scenarios: [rag, code-completion], scale-to-context: false, requests: 20, warm-up: 2, price: {usd-per-hour: 1.5}}
        gates:
          - {metric: recovery, at-least: 99%, margin: 1%, where-baseline-above: 40%, per: task, for: [fp8, int8], confidence: 97%,
            task: [demo-facts, demo-letters], decide-by: interval, if-not-applicable: fail}
          - {metric: cost-reduction, at-least: 1.3, mean: arithmetic}
          - {metric: e2e-p95, at-most: 2 s, scenario: [rag, code-completion]}
        confidence: 95%
        seed: 1234
        on-inconclusive: report
        unpaired: refuse
        allow-unsafe-code: false
        may-change: [seed, price]
        time-budget: 30 min
        """;

    private const string Gate = "gates, gate on recovery per task for fp8, int8 on demo-facts, demo-letters: ";

    /// <summary>Key; text in it and instead of it; what is found; what is found on the way back.</summary>
    public static TheoryData<string, string, string, string, string> Mutations => new()
    {
        { "model", "model: demo", "model: ./mine", "", "" },
        { "baseline", "owner/base", "owner/other", "baseline, baseline", "baseline, baseline" },
        { "precision", "bf16", "fp32", "engine, precision", "engine, precision" },
        { "engine", "engine: auto", "engine: cpu", "engine, engine", "engine, engine" },
        { "target.vllm", "vllm: 0.11", "vllm: 0.12", "deployment, target.vllm", "deployment, target.vllm" },
        { "target.tensor-parallel-size", "tensor-parallel-size: 2, ", "", "deployment, target.tensor-parallel-size", "" },
        { "target.compute-capability", "9.0", "8.0", "deployment, target.compute-capability", "deployment, target.compute-capability" },
        { "calibration.data", "calibration.jsonl", "other.jsonl", "calibration, calibration.data", "calibration, calibration.data" },
        { "calibration.samples", "samples: 64", "samples: 65", "calibration, calibration.samples", "calibration, calibration.samples" },
        { "calibration.length", "length: 128", "length: 64", "calibration, calibration.length", "calibration, calibration.length" },
        { "candidates", "  made: {model: ./made}\n", "", "candidates, candidate made", "" },
        { "candidates.scheme", "int4: {scheme: w4a16-int4, group: 128, actorder: weight}", "int4: {scheme: w8a8-int8}", "", "" },
        { "candidates.algorithm", "algorithm: rtn", "algorithm: gptq", "", "" },
        { "candidates.group", "group: 128", "group: 64", "", "" },
        { "candidates.observer", "observer: mse", "observer: minmax", "", "" },
        { "candidates.actorder", "actorder: weight", "actorder: none", "", "" },
        { "candidates.damping", "damping: 0.01", "damping: 0.1", "", "" },
        { "candidates.smoothquant", "smoothquant: 0.8", "smoothquant: 0.5", "", "" },
        { "candidates.ignore", "ignore: [down_proj]", "ignore: [up_proj]", "", "" },
        { "candidates.override", "{up_proj: w8a8-fp8}", "{down_proj: w8a8-fp8}", "", "" },
        { "candidates.model", "./made", "./made2", "", "" },
        { "accuracy.tasks", "    - demo-text\n", "", "tasks, task demo-text", "" },
        { "accuracy.tasks.task", "task: demo-letters", "task: demo-arithmetic", "tasks, task demo-letters", "tasks, task demo-arithmetic" },
        { "accuracy.tasks.shots", "shots: 2", "shots: 3", "prompts, task demo-facts: shots", "prompts, task demo-facts: shots" },
        { "accuracy.tasks.chat", "chat: none, ", "", "prompts, task demo-facts: chat", "prompts, task demo-facts: chat" },
        {
            "accuracy.tasks.system-prompt", "system-prompt: brief", "system-prompt: cheat", "prompts, task demo-facts: system-prompt",
            "prompts, task demo-facts: system-prompt"
        },
        { "accuracy.tasks.bos", "bos: true", "bos: false", "prompts, task demo-facts: bos", "prompts, task demo-facts: bos" },
        { "accuracy.tasks.sample", "sample: 40", "sample: 41", "documents, task demo-facts: sample", "documents, task demo-facts: sample" },
        { "accuracy.tasks.limit", "limit: 10", "limit: 20", "documents, task demo-letters: limit", "documents, task demo-letters: limit" },
        { "accuracy.tasks.seed", "seed: 7", "seed: 8", "seed, task demo-facts: seed", "seed, task demo-facts: seed" },
        {
            "accuracy.tasks.samples", "samples: 2", "samples: 3",
            "prompts, task demo-stories: samples", "prompts, task demo-stories: samples"
        },
        {
            "accuracy.tasks.temperature", "temperature: 0.5", "temperature: 0.6", "prompts, task demo-stories: temperature",
            "prompts, task demo-stories: temperature"
        },
        { "accuracy.tasks.top-p", "top-p: 0.9", "top-p: 1", "prompts, task demo-stories: top-p", "prompts, task demo-stories: top-p" },
        {
            "accuracy.tasks.data", "data: a.jsonl", "data: easy.jsonl",
            "documents, task demo-facts: data", "documents, task demo-facts: data"
        },
        {
            "accuracy.tasks.fewshot-data", ", fewshot-data: b.jsonl", "", "documents, task demo-stories: fewshot-data",
            "documents, task demo-stories: fewshot-data"
        },
        {
            "accuracy.data-folder", "data-folder: data", "data-folder: more",
            "documents, accuracy.data-folder", "documents, accuracy.data-folder"
        },
        {
            "accuracy.early-stopping", "early-stopping: false", "early-stopping: true", "documents, accuracy.early-stopping",
            "documents, accuracy.early-stopping"
        },
        {
            "accuracy.judge.endpoint", "judge.example", "judge2.example",
            "judge, accuracy.judge.endpoint", "judge, accuracy.judge.endpoint"
        },
        { "accuracy.judge.model", "model: one", "model: two", "judge, accuracy.judge.model", "judge, accuracy.judge.model" },
        { "accuracy.judge.key-variable", "JUDGE_KEY", "KEY_2", "judge, accuracy.judge.key-variable", "judge, accuracy.judge.key-variable" },
        { "accuracy.judge.runs", "runs: 2", "runs: 1", "judge, accuracy.judge.runs", "judge, accuracy.judge.runs" },
        { "accuracy.judge.parallel", "parallel: 8", "parallel: 1", "", "" },
        {
            "accuracy.judge.most-unscored", "unscored: 5%", "unscored: 50%",
            "judge, accuracy.judge.most-unscored", "judge, accuracy.judge.most-unscored"
        },
        { "accuracy.judge.price.input-usd-per-million", "million: 3", "million: 5", "", "" },
        { "accuracy.judge.price.output-usd-per-million", "million: 4", "million: 5", "", "" },
        {
            "accuracy.judge.baseline-answers", "answers.jsonl", "weak.jsonl", "judge, accuracy.judge.baseline-answers",
            "judge, accuracy.judge.baseline-answers"
        },
        {
            "accuracy.similarity.bertscore-model", "./encoder", "./other", "similarity, accuracy.similarity.bertscore-model",
            "similarity, accuracy.similarity.bertscore-model"
        },
        {
            "accuracy.similarity.bertscore-layer", "bertscore-layer: 5", "bertscore-layer: 1",
            "similarity, accuracy.similarity.bertscore-layer", "similarity, accuracy.similarity.bertscore-layer"
        },
        {
            "accuracy.similarity.sts-model", ", sts-model: ./sentences", "", "similarity, accuracy.similarity.sts-model",
            "similarity, accuracy.similarity.sts-model"
        },
        {
            "performance.scenarios", "scenarios: [rag, code-completion]", "scenarios: [rag, code-completion, code-fixing]",
            "scenarios, scenario code-fixing, which moves the mean over scenarios", "scenarios, scenario code-fixing"
        },
        {
            "performance.scale-to-context", "scale-to-context: false", "scale-to-context: true",
            "scenarios, performance.scale-to-context", ""
        },
        { "performance.requests", "requests: 20", "requests: 21", "scenarios, performance.requests", "scenarios, performance.requests" },
        { "performance.warm-up", "warm-up: 2", "warm-up: 3", "scenarios, performance.warm-up", "scenarios, performance.warm-up" },
        {
            "performance.price.usd-per-hour", "usd-per-hour: 1.5", "usd-per-hour: 1", "price, performance.price.usd-per-hour",
            "price, performance.price.usd-per-hour"
        },
        { "gates", "  - {metric: cost-reduction, at-least: 1.3, mean: arithmetic}\n", "", "gates, gate on cost-reduction", "" },
        {
            "gates.metric", "metric: e2e-p95", "metric: e2e-p50",
            "gates, gate on e2e-p95 in rag, code-completion", "gates, gate on e2e-p50 in rag, code-completion"
        },
        { "gates.at-least", "at-least: 99%", "at-least: 98%", Gate + "at-least", "" },
        { "gates.at-most", "at-most: 2 s", "at-most: 2001 ms", "gates, gate on e2e-p95 in rag, code-completion: at-most", "" },
        { "gates.margin", "margin: 1%", "margin: 1.5%", Gate + "margin", "" },
        { "gates.for", "for: [fp8, int8]", "for: fp8", Gate + "for", "" },
        {
            "gates.per", "per: task, ", "", Gate + "per",
            "gates, gate on recovery for fp8, int8 on demo-facts, demo-letters: per"
        },
        { "gates.task", "task: [demo-facts, demo-letters]", "task: demo-facts", Gate + "task", "" },
        { "gates.where-baseline-above", "above: 40%", "above: 50%", Gate + "where-baseline-above", "" },
        {
            "gates.scenario", "scenario: [rag, code-completion]", "scenario: rag",
            "gates, gate on e2e-p95 in rag, code-completion: scenario", ""
        },
        {
            "gates.mean", "mean: arithmetic", "mean: geometric",
            "gates, gate on cost-reduction: mean", "gates, gate on cost-reduction: mean"
        },
        { "gates.decide-by", "decide-by: interval", "decide-by: estimate", Gate + "decide-by", "" },
        { "gates.if-not-applicable", "if-not-applicable: fail", "if-not-applicable: pass", Gate + "if-not-applicable", "" },
        { "gates.confidence", "confidence: 97%", "confidence: 96%", Gate + "confidence", "" },
        { "confidence", "\nconfidence: 95%", "\nconfidence: 90%", "gates, confidence", "" },
        { "seed", "\nseed: 1234", "", "", "" },
        { "seed", "\nseed: 1234", "\nseed: 5", "seed, seed", "seed, seed" },
        { "on-inconclusive", "on-inconclusive: report", "on-inconclusive: pass", "verdict, on-inconclusive", "" },
        { "on-inconclusive", "on-inconclusive: report", "on-inconclusive: fail", "", "verdict, on-inconclusive" },
        { "unpaired", "unpaired: refuse", "unpaired: allow", "verdict, unpaired", "" },
        { "allow-unsafe-code", "allow-unsafe-code: false", "allow-unsafe-code: true", "verdict, allow-unsafe-code", "" },
        { "may-change", "may-change: [seed, price]", "may-change: [seed, price, gates]", "may-change, may-change", "" },
        { "may-change", "\nmay-change: [seed, price]", "", "may-change, may-change", "may-change, may-change" },
        { "may-change", "may-change: [seed, price]", "may-change: none", "", "may-change, may-change" },

        // What nobody looked at never passes.
        { "time-budget", "time-budget: 30 min", "time-budget: 1 min", "", "" },
    };

    [Theory]
    [MemberData(nameof(Mutations))]
    public void Of_one_changed_key_finds_what_was_decided_for_it(string key, string from, string to, string found, string foundBack)
    {
        Assert.True(Whole.Split(from).Length == 2, $"{key}: '{from}' does not stand once in the policy.");
        string changed = Whole.Replace(from, to, StringComparison.Ordinal);
        Assert.Equal(found, ChangedPolicy.Found(Whole, changed));
        Assert.Equal(foundBack, ChangedPolicy.Found(changed, Whole));
    }

    [Fact]
    public void Of_a_policy_with_itself_is_empty() => Assert.Equal("", ChangedPolicy.Found(Whole, Whole));

    [Fact]
    public void Of_a_policy_laid_out_in_another_way_is_empty() => Assert.Equal(
        "", ChangedPolicy.Found(Whole, "# a comment\r\n" + Whole.Replace("\n", "\r\n", StringComparison.Ordinal) + "\r\n"));

    [Fact]
    public void Every_key_of_a_policy_has_a_decision() =>
        Assert.Equal(
            Keys("", PolicyShape.Of(PolicyText.Catalog.Vocabulary)).Distinct().Order(),
            Mutations.Select(row => row.Data.Item1).Distinct().Order());

    /// <summary>
    /// Dotted names of all keys that can be written in more than one way, lists and names of the user's choosing left out.
    /// </summary>
    private static IEnumerable<string> Keys(string above, ValueSpec spec) => spec switch
    {
        ValueSpec.Map map => map.Keys.SelectMany(key => KeysOf(above.Length == 0 ? key.Name : $"{above}.{key.Name}", key.Value)),
        ValueSpec.ListOf list => Keys(above, list.Item),
        ValueSpec.MapOf named => Keys(above, named.Value),
        ValueSpec.ScalarOr either => Keys(above, either.Full),
        _ => [],
    };

    private static IEnumerable<string> KeysOf(string path, ValueSpec value) => value switch
    {
        ValueSpec.NotInThisVersion or ValueSpec.Choice { Words.Count: 1 } or ValueSpec.Integer { Minimum: 1, Maximum: 1 } => [],
        ValueSpec.Map => Keys(path, value),
        _ => [path, .. Keys(path, value)],
    };
}
