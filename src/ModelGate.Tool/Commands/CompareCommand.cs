using System.CommandLine;
using System.Globalization;
using ModelGate.Gate.Comparisons;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Measurement.Statistics;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool.Commands;

internal static class CompareCommand
{
    public static Command Create(ToolContext context)
    {
        var baseline = new Argument<string>("BASE") { Description = "Results folder of the baseline, ours or lm-evaluation-harness's." };
        var candidate = new Argument<string>("CANDIDATE") { Description = "Results folder of the candidate." };
        var gate = new Option<string?>("--gate") { HelpName = "POLICY", Description = "A policy whose accuracy gates decide." };
        var name = new Option<string?>("--as") { HelpName = "NAME", Description = "The policy's candidate that CANDIDATE stands for." };
        var differing = new Option<bool>("--allow-different-prompts") { Description = "Pair documents even where their prompts differ." };
        var command = new Command("compare", "Recovery of one results folder against another; with --gate, a verdict.")
        {
            baseline, candidate, gate, name, differing,
        };
        command.SetAction(parsed =>
        {
            EvaluationResults before = UsageException.WhenWrong(() => EvaluationResults.Read(context.FullPath(parsed.GetValue(baseline)!)));
            EvaluationResults after = UsageException.WhenWrong(() => EvaluationResults.Read(context.FullPath(parsed.GetValue(candidate)!)));
            Policy? policy = parsed.GetValue(gate) is { } file
                ? UsageException.WhenWrong(() => PolicyReader.Load(file, context.CurrentDirectory, context.Catalog))
                : null;
            string candidateName = CandidateName(policy, parsed.GetValue(name));
            var comparison = new ResultsComparison(
                context.Catalog.Evaluation(Workspace.ServicesOfNone),
                Selections(new Workspace(context).Tasks, policy, before), parsed.GetValue(differing));
            CandidateInputs inputs = comparison.Pair(before, after, candidateName, new SourcePoint("compare"));
            TextWriter output = context.Console.Output;
            Print(output, inputs);
            foreach (string note in comparison.Notes) output.WriteLine($"note: {note}");
            return policy is null ? ExitCodes.Passed : Decide(output, policy, inputs);
        });
        return command;
    }

    /// <summary>The policy's tasks; without a policy, what the results name and this tool knows.</summary>
    private static IReadOnlyList<TaskSelection> Selections(TaskLibrary library, Policy? policy, EvaluationResults results) =>
        policy is not null
            ? UsageException.WhenWrong(() => policy.Tasks.Select(entry => library.Resolve(entry.Task, entry.At, policy.Folder)).ToArray())
            : [
                .. from name in results.TopGroups.Concat(results.LooseTasks)
                   where library.Names.Contains(name)
                   select library.Resolve(name, new SourcePoint("compare"), ""),
            ];

    private static string CandidateName(Policy? policy, string? given)
    {
        if (policy is null) return given ?? "candidate";
        string[] names = [.. policy.Candidates.Select(candidate => candidate.Name)];
        if (given is null && names.Length == 1) return names[0];
        if (given is not null && names.Contains(given)) return given;
        string problem = given is null ? "The policy has several candidates." : $"The policy has no candidate '{given}'.";
        throw new UsageException("--as", problem, $"Use one of: {string.Join(", ", names)}.");
    }

    private static void Print(TextWriter output, CandidateInputs inputs)
    {
        output.WriteLine($"{"task",-28} {"n",7} {"baseline",10} {"candidate",10} {"recovery",10}"
            + "  90 % interval        lost  won  McNemar p");
        foreach (RecoverySuite suite in inputs.Suites)
        {
            Row(suite.Name, suite.Documents, suite.BaselineScore, suite.CandidateScore, Recovery.Of(suite), []);
            foreach (RecoveryTask task in suite.Tasks)
            {
                Row(
                    "  " + task.Name, task.Documents, task.BaselineScore, task.CandidateScore, Recovery.Of(task),
                    [.. task.Subtasks.Select(subtask => subtask.Scores).OfType<RecoveryScores.Paired>()]);
            }
        }

        foreach (RollingTask task in inputs.Rolling)
        {
            IEstimate ratio = RollingEstimates.PerplexityRatio(task);
            Interval bounds = ratio.Bounds(Interval.DefaultConfidence);
            string values = $"{Number(ratio.Value, "F5")} [{Number(bounds.Low, "F5")}, {Number(bounds.High, "F5")}]";
            output.WriteLine($"{task.Name,-28} {task.Documents.Count,7} {task.Metric} ratio {values}");
        }

        void Row(string title, int count, double before, double after, IEstimate? recovery, RecoveryScores.Paired[] pairs)
        {
            Interval? bounds = recovery?.Bounds(Interval.DefaultConfidence);
            string interval = bounds is null
                ? "not applicable"
                : $"[{Number(bounds.Low * 100, "F2")}, {Number(bounds.High * 100, "F2")}] %";
            (int losses, int gains) = (pairs.Sum(part => part.Losses), pairs.Sum(part => part.Gains));
            string flips = pairs.Length > 0 && pairs.All(part => part.IsBinary)
                ? $"{losses,5} {gains,4}  {Number(McNemar.ExactP(losses, gains), "G3")}"
                : "";
            string scores = $"{Number(before * 100, "F2"),8} % {Number(after * 100, "F2"),8} %";
            string kept = recovery is null ? "–" : Number(recovery.Value * 100, "F2") + " %";
            output.WriteLine($"{title,-28} {count,7} {scores} {kept,10}  {interval,-20} {flips}".TrimEnd());
        }
    }

    /// <summary>Gates on what results files hold decide; the others are named, so that nobody takes them for passed.</summary>
    private static int Decide(TextWriter output, Policy policy, CandidateInputs inputs)
    {
        bool IsAccuracy(GateRule rule) => rule.Metric.Source == MetricSource.Scores || rule.Metric == Metric.PerplexityRatio;
        GateRule[] forCandidate =
        [
            .. from rule in policy.Gates
               where rule.Candidates?.Contains(inputs.Candidate) ?? true
               select rule with { Candidates = [inputs.Candidate] },
        ];
        GateRule[] rules = [.. forCandidate.Where(IsAccuracy)];
        output.WriteLine();
        foreach (GateRule rule in forCandidate.Except(rules))
        {
            output.WriteLine($"left out: {rule}: results files do not hold what it needs.");
        }

        if (rules.Length == 0)
        {
            throw new UsageException(
                "--gate", $"The policy has no accuracy gate for '{inputs.Candidate}'.", "Add one, or leave --gate out.");
        }

        Verdict verdict = Verdict.Decide(rules, new GateInputs([inputs]), policy.OnInconclusive);
        foreach (Finding finding in verdict.Findings.OrderByDescending(finding => finding.Outcome.Class))
        {
            string comparison = finding.Comparison.Length > 0 ? $": {finding.Comparison}" : "";
            output.WriteLine($"{finding.Outcome.Name}: {finding.Rule}, {finding.Subject}{comparison}"
                + $"{(finding.Outcome.Why is { } why ? $". {why}" : "")}");
            if (finding.Outcome.Class != OutcomeClass.Pass && finding.Advice.Length > 0) output.WriteLine($"    {finding.Advice}");
        }

        output.WriteLine(verdict.Effective switch
        {
            OutcomeClass.Pass => "PASSED",
            OutcomeClass.Fail => "FAILED",
            _ => "INCONCLUSIVE",
        });
        return verdict.ExitCode;
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
