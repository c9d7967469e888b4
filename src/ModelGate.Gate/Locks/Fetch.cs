using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Documents.Hub;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Encoders;

namespace ModelGate.Gate.Locks;

/// <summary>
/// Brings everything of the Hub that a policy needs: models into the Hub's cache layout, documents and few-shot pools into a data folder;
/// and writes the lock file. Entries of other policies of the same folder stay.
/// </summary>
/// <param name="locator">Downloads models.</param>
/// <param name="hub">Downloads documents.</param>
public sealed class Fetch(Catalog catalog, ModelLocator locator, TaskLibrary tasks, HubDocuments hub)
{
    /// <param name="directory">The data folder.</param>
    /// <exception cref="DiagnosticException">Everything that could not be had.</exception>
    public async Task<LockFile> RunAsync(Policy policy, string directory, CancellationToken cancel)
    {
        LockFile locked = LockFile.Beside(policy.Folder) ?? new LockFile();
        List<Diagnostic> problems = [];
        foreach (Placed<ModelReference> model in Models(policy))
        {
            await CollectAsync(async () => locked.Models[model.Value.ToString()!] = await FetchAsync(model, policy.Folder, cancel));
        }

        foreach (EncoderEntry encoder in policy.Similarity.NeededBy(policy.Gates).Where(needed => needed.Model.Value is ModelReference.Hub))
        {
            await CollectAsync(
                async () => locked.Models[encoder.Model.Value.ToString()!] = await FetchAsync(encoder, policy.Folder, cancel));
        }

        FetchedDocuments documents = new(hub, name => hub.Revisions[name], directory, locked);
        foreach (TaskEntry entry in policy.Tasks)
        {
            await CollectAsync(() =>
            {
                foreach (TaskDefinition leaf in tasks.Resolve(entry.Task, entry.At, policy.Folder).Leaves) Load(leaf, entry, documents);
                return Task.CompletedTask;
            });
        }

        if (problems.Count > 0) throw new DiagnosticException([.. problems.Distinct()]);
        locked.Write(policy.Folder);
        return locked;

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

    private static IEnumerable<Placed<ModelReference>> Models(Policy policy) =>
        new[] { policy.Model, policy.Baseline }
            .Concat(policy.Candidates.OfType<CandidatePolicy.Existing>().Select(c => new Placed<ModelReference>(c.Model, c.At)))
            .Where(model => model.Value is ModelReference.Hub)
            .DistinctBy(model => model.Value);

    private async Task<LockedModel> FetchAsync(Placed<ModelReference> model, string folder, CancellationToken cancel)
    {
        string directory = await locator.FindAsync(model.Value, folder, model.At, cancel);
        using Checkpoint checkpoint = Checkpoint.Open(directory);
        // A snapshot's folder is named by its commit.
        return new(Path.GetFileName(directory), checkpoint.ContentHash);
    }

    private async Task<LockedModel> FetchAsync(EncoderEntry encoder, string folder, CancellationToken cancel)
    {
        string directory = await locator.FindAsync(encoder.Model.Value, folder, encoder.Model.At, cancel);
        Encoder.Check(directory, encoder.Layer);
        return new(Path.GetFileName(directory), Encoder.ContentHashOf(directory));
    }

    /// <summary>Documents only, no prompts: nothing of the model or the machine is needed for them.</summary>
    private void Load(TaskDefinition leaf, TaskEntry entry, IDocumentSource documents)
    {
        TaskDefinition task = leaf with { Fewshot = leaf.Fewshot with { Count = entry.Shots ?? leaf.Fewshot.Count } };
        EvaluationCatalog evaluation = catalog.Evaluation(new EvaluationServices(NoCode.Instance, documents));
        TaskData.Load(task, documents, evaluation, new DataOverrides(Rooted(entry.Data), Rooted(entry.FewshotData)));

        string? Rooted(string? path) => path is null ? null : Path.GetFullPath(path, Path.GetDirectoryName(entry.At.File)!);
    }

    private sealed class NoCode : Measurement.Accuracy.Code.ICodeRunner
    {
        public static NoCode Instance { get; } = new();

        public string? Unavailable => "Nothing is run while data is fetched.";

        public IReadOnlyList<Measurement.Accuracy.Code.CodeOutcome> Run(
            IReadOnlyList<Measurement.Accuracy.Code.CodeProgram> programs, CancellationToken cancel) =>
            throw new InvalidOperationException(Unavailable);
    }
}
