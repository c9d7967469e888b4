using ModelGate.Gate.Gates;
using ModelGate.Gate.Locks;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Performance;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Encoders;
using ModelGate.Models.Hub;
using ModelGate.Models.Templates;
using ModelGate.Quantization.Calibration;

namespace ModelGate.Gate.Runs;

/// <summary>
/// From a policy to a plan: models found, recipes checked, prompts rendered, scenarios fitted, gates matched with what will be measured.
/// </summary>
/// <param name="documents">Makes the source of tasks' data from a data folder's path, or null where the policy names none.</param>
/// <param name="isCi">What comes from the Hub must be pinned.</param>
/// <param name="services">What scoring needs from outside, as a policy says; the source is that of the tasks' data.</param>
public sealed class RunPlanner(
    Catalog catalog, ModelLocator locator, TaskLibrary tasks, Func<string?, CancellationToken, IDocumentSource> documents,
    Func<Policy, IDocumentSource, EvaluationServices> services, WorkFolder work, bool isCi)
{
    /// <exception cref="DiagnosticException">
    /// Everything that is wrong with the policy's models, recipes, tasks, scenarios and gates.
    /// </exception>
    public async Task<RunPlan> PlanAsync(Policy policy, CancellationToken cancel)
    {
        string folder = policy.Folder;
        LockFile? locked = LockFile.Beside(folder);
        PlannedModel model = await OpenAsync(policy.Model, folder, locked, cancel);
        PlannedModel baseline = policy.Baseline == policy.Model ? model : await OpenAsync(policy.Baseline, folder, locked, cancel);
        CalibrationSettings calibration = Calibration(policy, model, folder);
        List<Diagnostic> problems = [];

        IReadOnlyList<PlannedSuite> suites = [];
        LockedDocuments? source = null;
        string? contained = null;
        await CollectAsync(() =>
        {
            ChatTemplate? template = ChatTemplate.Load(baseline.Directory, PinnedDate.Clock);
            source = new(
                locked, documents(policy.DataFolder is { } data ? Path.GetFullPath(data, folder) : null, cancel), isCi);
            EvaluationCatalog evaluation = catalog.Evaluation(services(policy, source));
            suites = new TaskPlanner(tasks, source, evaluation, template, policy.Seed).Plan(policy.Tasks, folder);
            return Task.CompletedTask;
        });
        if (policy.Candidates
            .OfType<CandidatePolicy.FromRecipe>()
            .FirstOrDefault(candidate => candidate.Recipe.NeedsCalibration) is { } calibrated)
        {
            await CollectAsync(() =>
            {
                calibration = CalibrationOverlap.LeaveOut(
                    calibration, model.Directory, suites, policy.Calibration.Data?.At ?? calibrated.At, out contained);
                return Task.CompletedTask;
            });
        }

        var candidatePlanner = new CandidatePlanner(policy, model, calibration, work);
        List<PlannedCandidate> candidates = [];
        foreach (CandidatePolicy candidate in policy.Candidates)
        {
            await CollectAsync(async () => candidates.Add(candidate switch
            {
                CandidatePolicy.FromRecipe recipe => candidatePlanner.Plan(recipe),
                CandidatePolicy.Existing existing => candidatePlanner.Plan(
                    existing, await OpenAsync(new(existing.Model, existing.At), folder, locked, cancel), baseline),
                _ => throw new InvalidOperationException($"No plan for {candidate.GetType().Name}."),
            }));
        }

        List<Scenario> scenarios = [];
        foreach (Placed<string> name in policy.Performance?.Scenarios ?? [])
        {
            await CollectAsync(() =>
            {
                Scenario scenario = Scenario.Find(name.Value)!;
                scenarios.Add(ScenarioFit.Fit(scenario, baseline.Config.FullAttentionLength, policy.Performance!.ScaleToContext, name.At));
                return Task.CompletedTask;
            });
        }

        List<PlannedEncoder> encoders = [];
        foreach (EncoderEntry entry in policy.Similarity.NeededBy(policy.Gates))
        {
            await CollectAsync(async () => encoders.Add(await OpenEncoderAsync(entry, folder, locked, cancel)));
        }

        if (problems.Count == 0) problems.AddRange(GateChecks.Of(policy, suites));
        if (problems.Count > 0) throw new DiagnosticException([.. problems.Distinct()]);
        return new RunPlan(
            policy, baseline, candidates, suites, scenarios,
            KeyOf(policy, baseline, candidates, suites, scenarios, encoders),
            [
                .. Notes(candidates), .. Unlocked(source), .. contained is null ? (string[])[] : [contained],
                .. encoders.Select(encoder => encoder.Note), .. policy.StopsEarly ? new EarlyStopping(policy, suites).Notes : [],
            ])
        {
            Encoders = encoders,
        };

        async Task CollectAsync(Func<Task> step)
        {
            try
            {
                await step();
            }
            catch (DiagnosticException error)
            {
                problems.AddRange(error.Diagnostics);
            }
        }
    }

    private async Task<PlannedModel> OpenAsync(
        Placed<ModelReference> reference, string folder, LockFile? locked, CancellationToken cancel)
    {
        string directory = await FindAsync(reference, folder, locked, cancel);
        using Checkpoint checkpoint = Checkpoint.Open(directory);
        CheckLock(reference, locked, checkpoint.ContentHash);
        return new PlannedModel(
            reference.Value.ToString()!, directory, checkpoint.ContentHash, checkpoint.TensorByteCount, checkpoint.Config);
    }

    private async Task<PlannedEncoder> OpenEncoderAsync(EncoderEntry entry, string folder, LockFile? locked, CancellationToken cancel)
    {
        string directory = await FindAsync(entry.Model, folder, locked, cancel);
        EncoderConfig config = Encoder.Check(directory, entry.Layer);
        string hash = Encoder.ContentHashOf(directory);
        CheckLock(entry.Model, locked, hash);
        return new PlannedEncoder(
            entry.Metric, entry.Model.Value.ToString()!, entry.Name, directory, hash, entry.Layer ?? config.LayerCount);
    }

    private async Task<string> FindAsync(
        Placed<ModelReference> reference, string folder, LockFile? locked, CancellationToken cancel)
    {
        LockedModel? entry = locked?.Models.GetValueOrDefault(reference.Value.ToString()!);
        ModelReference wanted = reference.Value;
        if (wanted is ModelReference.Hub hub)
        {
            if (entry is not null) wanted = hub with { Revision = entry.Commit };
            else if (isCi && !HubReference.Parse(hub.ToString()).IsPinned)
            {
                throw new DiagnosticException(
                    PolicyCodes.NotPinned, reference.At, $"{hub} is not pinned to a commit, and this is CI.",
                    $"Run 'quantgate fetch' and commit {LockFile.FileName}, or write hf:OWNER/NAME@COMMIT.");
            }
        }

        return await locator.FindAsync(wanted, folder, reference.At, cancel);
    }

    private static void CheckLock(Placed<ModelReference> reference, LockFile? locked, string contentHash)
    {
        if (locked?.Models.GetValueOrDefault(reference.Value.ToString()!) is { } entry && entry.Sha256 != contentHash)
        {
            throw new DiagnosticException(
                PolicyCodes.LockMismatch, reference.At,
                $"The files of {reference.Value} are not those of {LockFile.FileName} ({contentHash[..12]}, "
                + $"{entry.Sha256[..Math.Min(12, entry.Sha256.Length)]} expected).",
                "Remove the damaged files from the cache, or run 'quantgate fetch' again and commit the new lock file.");
        }
    }

    private static IEnumerable<string> Unlocked(LockedDocuments? source) => source is not { Unlocked.Count: > 0 } ? [] :
    [
        $"Not pinned: {string.Join(", ", source.Unlocked)}. A newer revision can move the verdict; 'quantgate fetch' pins them.",
    ];

    private CalibrationSettings Calibration(Policy policy, PlannedModel model, string folder)
    {
        bool isDemo = policy.Model.Value is ModelReference.Demo;
        CalibrationSource source = policy.Calibration.Data switch
        {
            null => new CalibrationSource.TextFile(isDemo ? Path.Combine(locator.DemoDirectory, "tasks", "calibration.jsonl") : ""),
            { Value: CalibrationPolicy.RandomTokens } => new CalibrationSource.RandomTokens(policy.Seed),
            { } data => new CalibrationSource.TextFile(Path.GetFullPath(data.Value, folder)),
        };
        if (!isDemo && policy.Calibration.Data is null
            && policy.Candidates
                .OfType<CandidatePolicy.FromRecipe>()
                .FirstOrDefault(c => c.Recipe.NeedsCalibration) is { } needy)
        {
            throw new DiagnosticException(PolicyCodes.NotMeasured, needy.At,
                $"Candidate '{needy.Name}' needs calibration text, and the policy names none.",
                "Add 'calibration: {data: FILE}', or 'algorithm: rtn' to the candidate.");
        }

        int length = policy.Calibration.LengthTokens
            ?? (isDemo
                ? CalibrationPolicy.DemoLengthTokens
                : Math.Min(CalibrationPolicy.DefaultLengthTokens, model.Config.FullAttentionLength));
        return new CalibrationSettings(source, policy.Calibration.Samples, length);
    }

    private static string KeyOf(
        Policy policy, PlannedModel baseline, IReadOnlyList<PlannedCandidate> candidates,
        IReadOnlyList<PlannedSuite> suites, IReadOnlyList<Scenario> scenarios, IReadOnlyList<PlannedEncoder> encoders) =>
        WorkFolder.Key(
        [
            policy.Hash, policy.Precision.ToString(), baseline.ContentHash,
            .. candidates.Select(c => $"{c.Name} "
                + $"{(c is PlannedCandidate.ToQuantize made ? made.Key : ((PlannedCandidate.Existing)c).Model.ContentHash)}"),
            .. suites.SelectMany(suite => suite.Tasks.Select(task => $"{suite.Name} {task.Fingerprint}")),
            .. scenarios.Select(scenario => scenario.ToString()),
            .. encoders.Select(encoder => $"{encoder.Metric} {encoder.ContentHash} {encoder.Layer}"),
        ]);

    /// <summary>Of candidates taken as they are; what is said of a recipe stands in its quantization's notes.</summary>
    private static IReadOnlyList<string> Notes(IReadOnlyList<PlannedCandidate> candidates) =>
    [
        .. from candidate in candidates.OfType<PlannedCandidate.Existing>()
           from finding in candidate.Acceptance.Findings
           select $"{candidate.Name}: {finding.What} {finding.Remedy}".TrimEnd(),
    ];
}
