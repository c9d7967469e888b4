using System.Globalization;
using System.Text;
using ModelGate.Gate.Gates;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Models.Acceptance;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Tokenizers;
using ModelGate.Measurement.Accuracy.Requests;

namespace ModelGate.Gate.Runs;

/// <summary>What <c>plan</c> prints: models and modules, requests, effort, and what each gate can decide.</summary>
public static class PlanText
{
    /// <summary>
    /// Multiply-adds a second and processor that the estimate assumes; this engine reaches 40 to 60 G with AVX-512.
    /// </summary>
    private const double AssumedMultiplyAddsPerSecond = 40e9;

    /// <param name="cached">What earlier runs measured.</param>
    public static string Of(RunPlan plan, WorkFolder work, CachedScores cached)
    {
        var text = new StringBuilder();
        Line($"Plan {plan.Key}: {plan.Baseline.Source}, "
            + $"{plan.Candidates.Count} candidates, {plan.Tasks.Count} tasks, {plan.Scenarios.Count} scenarios");
        Line("");
        Line("Models");
        Line($"  {"baseline",-12} {plan.Baseline.Source}, {Size(plan.Baseline.TensorBytes)}, content {plan.Baseline.ContentHash[..16]}");
        foreach (PlannedCandidate candidate in plan.Candidates)
        {
            Line($"  {candidate.Name,-12} {Describe(candidate)}, {Size(candidate.TensorBytes)} "
                + $"(ratio {Number((double)candidate.TensorBytes / plan.Baseline.TensorBytes, "F3")})");
            foreach (ServedFormat format in candidate.Acceptance.Formats)
            {
                string gpu = format.MinimumGpu is { } minimum ? $", compute capability {minimum} or newer" : "";
                Line($"  {"",-12}   {format.Modules.Count} modules served as {format.Path}{gpu}");
            }
        }

        Line("");
        Line("Tasks");
        Tokenizer tokenizer = Tokenizer.Load(plan.Baseline.Directory);
        long total = 0;
        foreach (PlannedSuite suite in plan.Suites)
        {
            Line($"  {suite.Name}");
            foreach (SuiteMember member in suite.Members)
            {
                IReadOnlyList<PreparedTask> tasks = suite.TasksOf(member);
                long count = tasks.Sum(task => TokensOf(task, tokenizer));
                total += count;
                int documents = tasks.Sum(task => task.Prompts.Count), all = tasks.Sum(task => task.SplitSize);
                string sample = documents < all ? $" of {all}" : "", parts = tasks.Count > 1 ? $" in {tasks.Count} tasks" : "";
                Line($"    {member.Name,-22} {documents}{sample} documents{parts}, {tasks.Sum(task => task.RequestCount)} requests, "
                    + $"at most {count} tokens{Chance(tasks, cached.Baseline(plan, suite, member))}");
                foreach (JudgingEstimate judging in tasks.Select(task => task.JudgingEstimate).OfType<JudgingEstimate>())
                {
                    Line($"    {"",-22} judging {judging.Times(plan.ModelCount)}; replies kept from earlier runs cost nothing");
                }
            }
        }

        Line("");
        foreach (var scenario in plan.Scenarios)
        {
            Line($"Scenario {scenario.Describe()}, {plan.Policy.Performance!.Requests} requests for each model and pairing");
        }

        AppendEffort(plan, work, total, Line);
        Line("");
        Line("Gates");
        foreach (GateRule gate in plan.Policy.Gates)
        {
            Line($"  line {gate.At.Line}: {gate} for {(gate.Candidates is null ? "all" : string.Join(", ", gate.Candidates))}");
            foreach (string forecast in new GateForecast(plan, cached).Of(gate)) Line($"    {forecast}");
        }

        string[] notes =
        [
            .. plan.Notes,
            .. from candidate in plan.Candidates.OfType<PlannedCandidate.ToQuantize>()
               from note in candidate.Quantization.Notes
               select $"{candidate.Name}: {note.Text}",
        ];
        if (notes.Length > 0) Line("");
        foreach (string note in notes) Line($"note: {note}");
        return text.ToString();

        void Line(string line) => text.Append(line).Append('\n');
    }

    private static void AppendEffort(RunPlan plan, WorkFolder work, long tokens, Action<string> line)
    {
        ModelConfig config = plan.Baseline.Config;
        double weights = DecoderModules.Linears(config).Sum(linear => (double)linear.Rows * linear.Columns);
        int models = plan.Candidates.Count + 1;
        double calibration = plan.Candidates.OfType<PlannedCandidate.ToQuantize>()
            .Sum(c => c.Request.Calibration is { } windows ? 3.0 * windows.Samples * windows.Length : 0);
        double timed = plan.Scenarios.Sum(s => (double)(s.PrefillTokens + (4 * s.DecodeTokens))) * 2 * plan.Candidates.Count
            * ((plan.Policy.Performance?.Requests ?? 0) + (plan.Policy.Performance?.WarmUp ?? 0));
        double seconds = ((double)tokens * models + calibration + timed) * weights
            / (AssumedMultiplyAddsPerSecond * Environment.ProcessorCount);
        long packed = plan.Baseline.TensorBytes + plan.Candidates.Sum(candidate => candidate.TensorBytes);
        long made = plan.Candidates.OfType<PlannedCandidate.ToQuantize>().Sum(candidate => candidate.TensorBytes);
        long memory = plan.Baseline.TensorBytes + plan.Candidates.Select(candidate => candidate.TensorBytes).DefaultIfEmpty().Max();
        line($"Effort: at most about {Duration(seconds)} at {AssumedMultiplyAddsPerSecond / 1e9:F0} G multiply-adds a second "
            + $"on each of {Environment.ProcessorCount} processors, "
            + $"nothing reused; {Size(packed + made)} on disk in {work.Path}; about {Size(memory)} of weights mapped at once");
    }

    private static string Describe(PlannedCandidate candidate) => candidate switch
    {
        PlannedCandidate.ToQuantize made =>
            $"{made.Request.Recipe.Scheme.Name} by {made.Request.Recipe.Quantizer.Name}, "
                + $"{made.Quantization.Modules.Count(module => module.Scheme is not null)} modules",
        PlannedCandidate.Existing existing => existing.Model.Source,
        _ => throw new InvalidOperationException($"No text for {candidate.GetType().Name}."),
    };

    private static string Chance(IReadOnlyList<PreparedTask> tasks, RecoveryTask? earlier)
    {
        string score = earlier is null ? "" : $", baseline {Number(earlier.BaselineScore * 100, "F1")} %";
        double[] levels = [.. tasks.Select(task => task.Task.Gating.Chance ?? 0).Distinct()];
        if (levels.Any(level => level <= 0)) return score;
        string chance = levels.Length > 1 ? "chance by task" : $"chance {Number(levels[0] * 100, "F0")} %";
        if (earlier is null) return $", {chance}: unknown until run";
        string verdict = ChanceTest.IsAboveChance(earlier) == false
            ? "NOT above chance: its recovery says nothing, yet it moves the suite's mean"
            : "above chance";
        return $"{score}, {verdict} ({chance})";
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static string Size(long bytes) => bytes >= 1_000_000_000 ? $"{bytes / 1e9:F2} GB" : $"{bytes / 1e6:F2} MB";

    private static string Duration(double seconds) =>
        seconds < 90 ? $"{seconds:F0} s"
        : seconds < 5400 ? $"{seconds / 60:F0} min"
        : $"{seconds / 3600:F1} h";

    /// <summary>Tokens of a task's prompts and answers, before prefixes are shared.</summary>
    private static long TokensOf(PreparedTask task, Tokenizer tokenizer)
    {
        var encoder = new RequestEncoder(tokenizer, task.Task.Gating.AddBeginOfSequence);
        long answer = task.Task.Output == OutputType.GenerateUntil ? task.Task.Generation.MaxTokens : 0;
        return task.Prompts.Sum(prompt => prompt.Requests.Sum(
            request => encoder.Encode(request.Context + request.Continuation).Length + answer)) * task.Task.Repeats;
    }
}
