using ModelGate.Gate.Gates;
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

    /// <exception cref="Models.Diagnostics.DiagnosticException">The run cannot go on; what is finished is kept.</exception>
    /// <exception cref="OperationCanceledException">Stopped; the next run goes on from here.</exception>
    public RunRecord Execute(CancellationToken cancel)
    {
        DateTimeOffset started = clock.GetUtcNow();
        var checkpoints = new CheckpointStage(progress, clock);
        var evaluation = new EvaluationStage(work, progress, clock);
        var rounds = new RoundsStage(plan, work, progress, clock);
        var encoding = new EncodingStage(plan, work, progress);
        var timing = new TimingStage(plan, work, progress, clock);

        Dictionary<string, QuantizationReport> quantized = [];
        foreach (PlannedCandidate.ToQuantize candidate in plan.Candidates.OfType<PlannedCandidate.ToQuantize>())
        {
            quantized[candidate.Name] = times.Of("quantize", () => checkpoints.Ensure(candidate, cancel));
        }

        using OpenModel baseline = times.Of("load", () => OpenModel.Open("baseline", plan.Baseline.Directory, openEngine));
        times.Of("evaluate", () => evaluation.Evaluate(baseline, plan.Tasks, cancel));
        Dictionary<string, EvaluationEffort> efforts = new() { [baseline.Name] = baseline.Effort };
        List<CandidateInputs> inputs = [];
        List<CandidateRecord> records = [];
        foreach (PlannedCandidate planned in plan.Candidates)
        {
            string directory = planned switch
            {
                PlannedCandidate.ToQuantize made => made.Request.OutputDirectory,
                PlannedCandidate.Existing existing => existing.Model.Directory,
                _ => throw new InvalidOperationException($"No directory for {planned.GetType().Name}."),
            };
            using OpenModel candidate = times.Of("load", () => OpenModel.Open(planned.Name, directory, openEngine));
            times.Of("evaluate", () => evaluation.Evaluate(candidate, rounds.Evaluate(baseline, candidate, cancel), cancel));
            IReadOnlyDictionary<string, DivergenceResult> divergence =
                times.Of("compare", () => evaluation.Compare(baseline, candidate, plan.Tasks, cancel));
            IReadOnlyList<ScenarioPair> scenarios = times.Of("time", () => timing.Measure(baseline, candidate, cancel));
            CandidateInputs measured = times.Of("compare", () => encoding.Complete(
                MeasuredInputs.Of(plan, baseline, candidate, divergence, scenarios), baseline, candidate, cancel));
            inputs.Add(measured);
            efforts[candidate.Name] = candidate.Effort;
            records.Add(new RecordWriter(plan).Candidate(
                planned, baseline, candidate, measured, quantized.GetValueOrDefault(planned.Name)));
        }

        Verdict verdict = times.Of("decide", () => Verdict.Decide(plan.Policy.Gates, new GateInputs(inputs), plan.Policy.OnInconclusive));
        RunRecord record = new RecordWriter(plan).Run(
            verdict, baseline, inputs, records,
            RunEnvironment.Describe(baseline.Engine.Identity), toolVersion, new TimesRecord(started, times.Seconds, efforts));
        timing.Forget();
        return record;
    }
}
