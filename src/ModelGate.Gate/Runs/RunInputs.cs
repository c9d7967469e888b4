using ModelGate.Gate.Locks;
using ModelGate.Gate.Policies;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Hub;
using ModelGate.Quantization.Calibration;

namespace ModelGate.Gate.Runs;

/// <summary>
/// The files and folders that decide a plan's verdict, so that a build that sees none of them change need not ask again. The plan's key
/// stays the judge of everything else.
/// </summary>
public static class RunInputs
{
    /// <summary>Full paths, each once; a folder stands for all files in it, and the lock file is named even where there is none.</summary>
    /// <returns>
    /// Null where files do not tell: task files, whose neighbours count by name, a judge, and what the Hub may have newer.
    /// </returns>
    public static IReadOnlyList<string>? Of(RunPlan plan)
    {
        Policy policy = plan.Policy;
        LockFile? locked = LockFile.Beside(policy.Folder);
        if (policy.Judge is not null
            || policy.Tasks.Any(entry => Path.GetExtension(entry.Task) is ".yaml" or ".yml")
            || ModelsOf(policy).Any(model => MayMove(model, locked))
            || plan.Tasks.Any(task => MayMove(task.Task.Dataset, locked)))
        {
            return null;
        }

        IEnumerable<string> paths =
        [
            Path.Combine(policy.Folder, Path.GetFileName(policy.File)),
            Path.Combine(policy.Folder, LockFile.FileName),
            plan.Baseline.Directory,
            .. plan.Candidates.SelectMany(PathsOf),
            .. plan.Encoders.Select(encoder => encoder.Directory),
            .. plan.Tasks.SelectMany(task => task.Task.Dataset is DatasetReference.Local local ? local.Files.Values : [])
                .SelectMany(files => files),
            .. from entry in policy.Tasks
               from path in new[] { entry.Data, entry.FewshotData, policy.DataFolder }
               where path is not null
               select Path.GetFullPath(path, policy.Folder),
        ];
        return [.. paths.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<string> PathsOf(PlannedCandidate candidate) => candidate switch
    {
        PlannedCandidate.Existing existing => [existing.Model.Directory],
        PlannedCandidate.ToQuantize { Request: { Calibration.Source: CalibrationSource.TextFile { Path.Length: > 0 } text } request } =>
            [request.ModelDirectory, text.Path],
        PlannedCandidate.ToQuantize made => [made.Request.ModelDirectory],
        _ => throw new InvalidOperationException($"No inputs of {candidate.GetType().Name}."),
    };

    private static IEnumerable<ModelReference> ModelsOf(Policy policy) =>
    [
        policy.Model.Value, policy.Baseline.Value,
        .. policy.Candidates.OfType<CandidatePolicy.Existing>().Select(candidate => candidate.Model),
        .. policy.Similarity.NeededBy(policy.Gates).Select(encoder => encoder.Model.Value),
    ];

    private static bool MayMove(ModelReference model, LockFile? locked) =>
        model is ModelReference.Hub
        && locked?.Models.ContainsKey(model.ToString()!) != true
        && !HubReference.Parse(model.ToString()!).IsPinned;

    private static bool MayMove(DatasetReference dataset, LockFile? locked) => dataset switch
    {
        DatasetReference.Local => false,
        DatasetReference.Hub { Revision: null } hub => locked?.Datasets.ContainsKey(hub.Path) != true,
        DatasetReference.HubFiles { Revision: null } files => locked?.Datasets.ContainsKey(files.Path) != true,
        _ => false,
    };
}
