using ModelGate.Gate.Gates;
using ModelGate.Gate.Records;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Measurement.Accuracy.Similarity;
using ModelGate.Measurement.Performance;
using ModelGate.Measurement.Statistics;
using ModelGate.Quantization;

namespace ModelGate.Gate.Runs;

/// <summary>Turns what a run knows into its record. Nothing is decided here.</summary>
internal sealed class RecordWriter(RunPlan plan)
{
    private double Confidence => plan.Policy.Confidence;

    public RunRecord Run(
        Verdict verdict, OpenModel baseline, IReadOnlyList<CandidateInputs> inputs, IReadOnlyList<CandidateRecord> candidates,
        EnvironmentRecord environment, string toolVersion, TimesRecord times) => new()
        {
            ToolVersion = toolVersion,
            Policy = new PolicyRecord(
                Path.GetFileName(plan.Policy.File), plan.Policy.Hash, Confidence, plan.Policy.Seed,
                plan.Policy.OnInconclusive.ToString().ToLowerInvariant()),
            Environment = environment,
            PlanKey = plan.Key,
            Verdict = new VerdictRecord(Word(verdict.Class), Word(verdict.Effective), verdict.ExitCode),
            Findings = Findings(verdict),
            Baseline = Model(plan.Baseline.Source, baseline,
            [
                .. inputs
                    .Take(1)
                    .SelectMany(first => first.Scenarios)
                    .Select(pair => pair.Baseline)
                    .OfType<ScenarioRun>()
                    .Select(run => Scenario(run)),
            ]),
            Candidates = candidates,
            Notes = [.. plan.Notes, .. inputs.SelectMany(input => input.Notes), .. Approximations(baseline)],
            Times = times,
        };

    /// <summary>Worst first.</summary>
    public static IReadOnlyList<FindingRecord> Findings(Verdict verdict) =>
        [.. verdict.Findings.Select(Finding).OrderBy(finding => Severity(finding.Class))];

    /// <summary>Each sentence once, with the first task that it is about.</summary>
    private IEnumerable<string> Approximations(OpenModel baseline) => plan.Tasks
        .Where(task => baseline.Results.ContainsKey(task.Task.Name))
        .SelectMany(task => baseline.Results[task.Task.Name].Approximations.Select(sentence => (Task: task.Task.Name, Sentence: sentence)))
        .DistinctBy(note => note.Sentence)
        .Select(note => $"{note.Task}: {note.Sentence}");

    public CandidateRecord Candidate(
        PlannedCandidate planned, OpenModel baseline, OpenModel candidate, CandidateInputs measured, QuantizationReport? quantization)
    {
        string source = planned is PlannedCandidate.Existing existing
            ? existing.Model.Source
            : ((PlannedCandidate.ToQuantize)planned).Request.Recipe.Scheme.Name;
        return new CandidateRecord(
            planned.Name,
            Model(source, candidate, [.. measured.Scenarios.Select(pair => Scenario(pair.Candidate, [.. Ratios(pair)]))]),
            quantization,
            (double)candidate.Checkpoint.TensorByteCount / baseline.Checkpoint.TensorByteCount,
            [.. measured.Suites.Select(suite => Suite(suite))],
            [
                .. measured.Suites.SelectMany(suite => suite.Tasks).DistinctBy(task => task.Name)
                    .Select(task => Comparison(task, baseline, candidate)),
            ],
            [.. Texts(measured)]);
    }

    private ModelRecord Model(string source, OpenModel model, IReadOnlyList<ScenarioRecord> scenarios) => new(
        source, model.ContentHash, model.Checkpoint.TensorByteCount,
        [.. plan.Tasks.Where(task => model.Results.ContainsKey(task.Task.Name)).Select(task => Score(model.Results[task.Task.Name]))],
        scenarios)
    {
        Files = model.Checkpoint.FileHashes,
    };

    private static TaskScoreRecord Score(TaskResult result)
    {
        MetricResult? primary = result.Primary;
        RecoveryTask? self = MeasuredInputs.TaskOf(result, result);
        bool generates = result.Task.Task.Output == OutputType.GenerateUntil;
        return new TaskScoreRecord(
            result.Name, primary?.Key ?? "", primary?.Value, primary?.StandardError,
            result.Task.Prompts.Count, result.IsPrefix, result.Task.Task.Gating.Chance,
            self is null ? null : ChanceTest.IsAboveChance(self),
            result.Metrics.ToDictionary(metric => metric.Key, metric => (double?)metric.Value),
            generates ? (double)result.GeneratedTokens / result.Responses.Sum(response => response.Responses.Count) : null,
            result.TruncatedDocuments)
        {
            UndecidedAnswers = primary?.Undecided ?? 0,
            Judging = result.Judgments is { } report ? Judging(report) : null,
            Fingerprint = result.Task.Fingerprint,
        };
    }

    private static JudgingRecord Judging(JudgmentReport report) => new(
        report.Judge, [.. report.Runs.Select(run => run.WinRate)], report.Games, report.Unscored, report.UnscoredText,
        report.Prompts.Low, report.Prompts.High, report.Usage?.InputTokens, report.Usage?.OutputTokens, report.Usd);

    private SuiteRecord Suite(RecoverySuite suite) => new(
        suite.Name, suite.Documents, suite.BaselineScore, suite.CandidateScore,
        Recovery.Of(suite) is { } estimate ? Measured(Metric.Recovery, estimate, Recovery.ProvenanceOf(suite.Tasks)) : null,
        [.. suite.Tasks.Select(task => task.Name)]);

    private TaskComparisonRecord Comparison(RecoveryTask task, OpenModel baseline, OpenModel candidate)
    {
        RecoveryScores.Paired[] scores = [.. task.Subtasks.Select(subtask => subtask.Scores).Cast<RecoveryScores.Paired>()];
        SuiteMember member = plan.Suites.SelectMany(suite => suite.Members).First(member => member.Name == task.Name);
        return new TaskComparisonRecord(
            task.Name, task.Metric, task.Documents, task.BaselineScore, task.CandidateScore,
            ChanceTest.IsAboveChance(task),
            Recovery.Of(task) is { } estimate ? Measured(Metric.Recovery, estimate, Recovery.ProvenanceOf([task])) : null,
            [
                .. member.Leaves
                    .Where(leaf => baseline.Results[leaf.Name].Primary is not null)
                    .SelectMany(leaf => FlipWriter.Of(candidate.BesideOf(baseline, leaf.Name), candidate.Results[leaf.Name]))
                    .OrderByDescending(flip => flip.IsLost),
            ],
            scores.All(part => part.IsBinary) ? McNemar.ExactP(scores.Sum(part => part.Losses), scores.Sum(part => part.Gains)) : null)
        {
            Fingerprint = WorkFolder.Key(member.Leaves.Select(leaf => baseline.Results[leaf.Name].Task.Fingerprint)),
        };
    }

    private IEnumerable<MeasuredRecord> Texts(CandidateInputs measured)
    {
        foreach (RollingTask task in measured.Rolling)
        {
            yield return Measured(
                Metric.PerplexityRatio, RollingEstimates.PerplexityRatio(task), Provenance.Whole with { IsPrefix = task.IsPrefix });
        }

        if (RollingEstimates.Kl(measured.Rolling) is { } kl) yield return Measured(Metric.Kl, kl, Provenance.Whole);
        if (RollingEstimates.Top1Agreement(measured.Rolling) is { } agreement)
        {
            yield return Measured(Metric.Top1Agreement, agreement, Provenance.Whole);
        }

        AnswerSimilarity[] compared = [.. SimilaritySubjects.Selected(measured.Similarities, null)];
        foreach (Metric metric in Metric.All.Where(metric => metric.Source == MetricSource.AnswerTexts))
        {
            if (SimilaritySubjects.Mean(metric, compared) is { } mean) yield return Measured(metric, mean, Provenance.Whole);
        }

        if (RollingEstimates.OutputTokensRatio(measured.AnswerLengths) is { } lengths)
        {
            yield return Measured(Metric.OutputTokensRatio, lengths, Provenance.Whole);
        }
    }

    /// <summary>What the candidate gains in this scenario, against the baseline that took turns with it.</summary>
    private IEnumerable<MeasuredRecord> Ratios(ScenarioPair pair)
    {
        if (ScenarioRatios.Speedup([pair], ScenarioMean.Arithmetic) is { } speedup)
        {
            yield return Measured(Metric.Speedup, speedup, Provenance.Whole);
        }

        if (ScenarioRatios.CostReduction([pair], ScenarioMean.Arithmetic) is { } cost)
        {
            yield return Measured(Metric.CostReduction, cost, Provenance.Whole);
        }
    }

    /// <param name="ratios">To the baseline; none for the baseline itself.</param>
    private ScenarioRecord Scenario(ScenarioRun run, params IReadOnlyList<MeasuredRecord> ratios)
    {
        List<MeasuredRecord> measured = [];
        foreach (Timing timing in (Timing[])[Timing.Ttft, Timing.Itl, Timing.E2e])
        {
            foreach (double rank in (double[])[50, 95])
            {
                if (ScenarioEstimates.Percentile(run, timing, rank) is { } percentile)
                {
                    measured.Add(Measured(Metric.Percentile(timing, rank), percentile, Provenance.Whole));
                }
            }
        }

        measured.Add(Measured(Metric.TokensPerSecond, ScenarioEstimates.TokensPerSecond(run), Provenance.Whole));
        if (ScenarioEstimates.QueriesPerUsd(run) is { } queries) measured.Add(Measured(Metric.QueriesPerUsd, queries, Provenance.Whole));
        return new ScenarioRecord(
            run.Scenario.Name, run.Mode.ToString().ToLowerInvariant(), run.Scenario.PrefillTokens, run.Scenario.DecodeTokens,
            run.Scenario.IsScaled ? run.Scenario.Describe() : null, run.IsEmulated, run.Requests.Count, [.. measured, .. ratios]);
    }

    private static FindingRecord Finding(Finding finding) => new(
        finding.Rule.ToString(), finding.Rule.Metric.Name, finding.Rule.At.Line, finding.Candidate, finding.Subject,
        finding.Outcome.Class.ToString().ToLowerInvariant(), finding.Outcome.Name,
        finding.Measured is { } measured ? Measured(measured) : null,
        finding.Comparison,
        finding.Outcome.Why,
        (finding.Outcome as Outcome.Inconclusive)?.FurtherSamples,
        finding.Advice)
    {
        Bound = new BoundRecord(finding.Rule.Bound.Word, finding.Rule.Bound.Limit, finding.Rule.Margin),
        Column = finding.Rule.At.Column,
    };

    private MeasuredRecord Measured(Metric metric, IEstimate estimate, Provenance provenance) =>
        Measured(MeasuredValue.Of(metric, estimate, Confidence, provenance));

    private static MeasuredRecord Measured(MeasuredValue measured) => new(
        measured.Metric.Name, measured.Metric.Unit.ToString(), measured.Value, measured.Samples,
        double.IsFinite(measured.Interval.Low) ? measured.Interval.Low : null,
        double.IsFinite(measured.Interval.High) ? measured.Interval.High : null,
        measured.Interval.Confidence, measured.Interval.Method, MetricText.Of(measured.Metric, measured.Value), measured.Provenance.Notes);

    private static string Word(OutcomeClass outcome) => outcome switch
    {
        OutcomeClass.Pass => "passed",
        OutcomeClass.Fail => "failed",
        _ => "inconclusive",
    };

    private static int Severity(string @class) => @class switch { "fail" => 0, "undecided" => 1, _ => 2 };
}
