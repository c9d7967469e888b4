using System.Globalization;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Policies.Changes;
using ModelGate.Gate.Records;
using ModelGate.Measurement.Accuracy.Comparison;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Performance;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines;
using ModelGate.Quantization;

namespace ModelGate.Gate.Runs;

/// <summary>One run of a plan: quantize, evaluate, compare, time, decide, record.</summary>
/// <param name="openEngine">Loads a checkpoint, which stays open as long as the engine.</param>
public sealed class GateRun(
    RunPlan plan, WorkFolder work, Func<Checkpoint, IInferenceEngine> openEngine, IRunProgress progress, TimeProvider clock,
    string toolVersion)
{
    private readonly StepTimes times = new(clock);
    private readonly CheckpointStage checkpoints = new(progress, clock);
    private readonly EvaluationStage evaluation = new(work, progress, clock);
    private readonly RoundsStage rounds = new(plan, work, progress, clock);
    private readonly EncodingStage encoding = new(plan, work, progress);
    private readonly TimingStage timing = new(plan, work, progress, clock);
    private readonly Dictionary<string, QuantizationReport> quantized = [];

    /// <summary>What the change does to its base's policy; null where there is no base.</summary>
    public BaseComparison? Comparison { get; init; }

    /// <exception cref="Models.Diagnostics.DiagnosticException">The run cannot go on; what is finished is kept.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the next run goes on from here.</exception>
    public RunRecord Execute(CancellationToken cancel)
    {
        DateTimeOffset started = clock.GetUtcNow();
        using var budget = new TimeBudget(plan.Policy.TimeBudget, clock, cancel);
        bool isOnTime = budget.Allows(() => Quantize(budget.Token));

        using OpenModel baseline = times.Of("load", () => OpenModel.Open("baseline", plan.Baseline.Directory, openEngine));
        isOnTime = isOnTime
            && budget.Allows(() => times.Of("evaluate", () => evaluation.Evaluate(baseline, plan.Tasks, budget.Token)));
        Dictionary<string, EvaluationEffort> efforts = new() { [baseline.Name] = baseline.Effort };
        List<CandidateInputs> inputs = [];
        List<CandidateRecord> records = [];
        foreach (PlannedCandidate planned in plan.Candidates)
        {
            isOnTime = isOnTime && budget.Allows(() =>
            {
                using OpenModel candidate = times.Of("load", () => OpenModel.Open(planned.Name, DirectoryOf(planned), openEngine));
                CandidateInputs measured = Measure(baseline, candidate, budget.Token);
                inputs.Add(measured);
                efforts[candidate.Name] = candidate.Effort;
                records.Add(new RecordWriter(plan).Candidate(
                    planned, baseline, candidate, measured, quantized.GetValueOrDefault(planned.Name)));
            });
            if (!isOnTime) inputs.Add(NotReached(planned));
        }

        Verdict verdict = times.Of("decide", () => Verdict.Decide(plan.Policy.Gates, new GateInputs(inputs), plan.Policy.OnInconclusive));
        RunRecord record = new RecordWriter(plan).Run(
            verdict, baseline, inputs, records,
            RunEnvironment.Describe(baseline.Engine.Identity), toolVersion, new TimesRecord(started, times.Seconds, efforts));
        if (isOnTime) timing.Forget();
        return Comparison is null ? record : Compared(record, Comparison, new GateInputs(inputs));
    }

    /// <summary>The base's gates judge the same measurements; a loosened gate fails whatever it decided.</summary>
    private static RunRecord Compared(RunRecord record, BaseComparison comparison, GateInputs inputs)
    {
        PolicyComparisonRecord compared = comparison.Record(RecordWriter.Findings(Verdict.Decide(comparison.Gates, inputs)));
        return record with
        {
            PolicyComparison = compared,
            Verdict = compared.NeedsAcceptance ? record.Verdict with { ExitCode = 1 } : record.Verdict,
            Notes = [.. comparison.Notes, .. record.Notes],
        };
    }

    private void Quantize(CancellationToken cancel)
    {
        foreach (PlannedCandidate.ToQuantize candidate in plan.Candidates.OfType<PlannedCandidate.ToQuantize>())
        {
            quantized[candidate.Name] = times.Of("quantize", () => checkpoints.Ensure(candidate, cancel));
        }
    }

    private CandidateInputs Measure(OpenModel baseline, OpenModel candidate, CancellationToken cancel)
    {
        times.Of("evaluate", () => evaluation.Evaluate(candidate, rounds.Evaluate(baseline, candidate, cancel), cancel));
        IReadOnlyDictionary<string, DivergenceResult> divergence =
            times.Of("compare", () => evaluation.Compare(baseline, candidate, plan.Tasks, cancel));
        IReadOnlyList<ScenarioPair> scenarios = times.Of("time", () => timing.Measure(baseline, candidate, cancel));
        return times.Of("compare", () => encoding.Complete(
            MeasuredInputs.Of(plan, baseline, candidate, divergence, scenarios), baseline, candidate, cancel));
    }

    private CandidateInputs NotReached(PlannedCandidate planned)
    {
        string budget = plan.Policy.TimeBudget!.Value.TotalMinutes.ToString("0.##", CultureInfo.InvariantCulture);
        string reason = $"The time budget of {budget} min was spent before {planned.Name} was measured.";
        return new(planned.Name) { NotReached = reason, Notes = [reason + " What was asked is kept; the next run goes on from it."] };
    }

    private static string DirectoryOf(PlannedCandidate planned) => planned switch
    {
        PlannedCandidate.ToQuantize made => made.Request.OutputDirectory,
        PlannedCandidate.Existing existing => existing.Model.Directory,
        _ => throw new InvalidOperationException($"No directory for {planned.GetType().Name}."),
    };
}
