using ModelGate.Gate.Records;
using ModelGate.GitHub.Api;
using ModelGate.GitHub.Events;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Baselines;

/// <summary>
/// Finds the base branch's last run record. A fork can upload an artifact of any name, so each is asked where it comes from.
/// </summary>
internal sealed class BaseRunFinder(IGitHub github, WorkflowContext context)
{
    /// <summary>Artifacts whose runs are looked at, newest first; each costs a request.</summary>
    private const int MostArtifacts = 30;

    private static readonly string[] OwnEvents = ["push", "schedule", "workflow_dispatch"];

    /// <param name="pull">Null where the run belongs to none.</param>
    /// <exception cref="GitHubException">GitHub could not be asked.</exception>
    public async Task<BaseRun> FindAsync(BaseRunPlace place, PullRequest? pull, CancellationToken cancel)
    {
        try
        {
            return place switch
            {
                BaseRunPlace.ByFile file => await InRepositoryAsync(file.Path, pull, cancel),
                BaseRunPlace.ByArtifact artifact => await AmongArtifactsAsync(artifact.Name, cancel),
                _ => throw new InvalidOperationException($"No search for {place}."),
            };
        }
        catch (DiagnosticException unusable)
        {
            return new BaseRun.None($"The base branch's run record is not usable. {unusable.Message}");
        }
    }

    private async Task<BaseRun> InRepositoryAsync(string path, PullRequest? pull, CancellationToken cancel)
    {
        string commit = context.Event.BaseSha ?? pull?.Base.Sha ?? context.DefaultBranch;
        return await github.FindFileAsync(path, commit, RunArchive.MostBytes, cancel) is { } bytes
            ? new BaseRun.Found(RunRecordJson.Read(new MemoryStream(bytes), path), $"{path} at {commit}")
            : new BaseRun.None($"There is no {path} at {commit}.");
    }

    private async Task<BaseRun> AmongArtifactsAsync(string name, CancellationToken cancel)
    {
        IAsyncEnumerable<Artifact> listed = github.ListArtifactsAsync(name, cancel);
        await foreach (Artifact artifact in listed.Where(one => !one.Expired && MayCount(one.WorkflowRun)).Take(MostArtifacts))
        {
            long id = artifact.WorkflowRun!.Id!.Value;
            if (await github.FindWorkflowRunAsync(id, cancel) is not { } run || !Counts(run)) continue;
            if (await github.DownloadArtifactAsync(artifact, RunArchive.MostBytes, cancel) is not { } archive) continue;
            return new BaseRun.Found(RunArchive.Read(archive, name), $"artifact {name} of run {id}");
        }

        return new BaseRun.None($"No run of {context.DefaultBranch} in this repository has left an artifact '{name}'.");
    }

    /// <summary>What the list says already; spares asking for runs of pull requests.</summary>
    private bool MayCount(ArtifactRun? run) =>
        run is { Id: { } id } && id != context.RunId && id != (context.Event as WorkflowEvent.WorkflowRun)?.Measured.Id
        && run.HeadBranch == context.DefaultBranch && run.RepositoryId == run.HeadRepositoryId;

    /// <summary>This repository's own workflow on its default branch, started by what no fork can start.</summary>
    private bool Counts(WorkflowRun run) =>
        !run.IsFork && run.Repository.Id == context.RepositoryId && run.HeadBranch == context.DefaultBranch
        && OwnEvents.Contains(run.Event);
}
