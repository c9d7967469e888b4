using ModelGate.Gate.Records;

namespace ModelGate.GitHub.Baselines;

/// <summary>The base branch's last run, to show what changed since.</summary>
public abstract record BaseRun
{
    private BaseRun()
    {
    }

    /// <param name="Source">Such as <c>artifact quantgate-run of run 12</c>.</param>
    public sealed record Found(RunRecord Record, string Source) : BaseRun;

    /// <param name="Why">Full sentence.</param>
    public sealed record None(string Why) : BaseRun;
}

/// <summary>Where that run is kept.</summary>
public abstract record BaseRunPlace
{
    private BaseRunPlace()
    {
    }

    public sealed record ByArtifact(string Name) : BaseRunPlace;

    /// <param name="Path">In the repository, with forward slashes.</param>
    public sealed record ByFile(string Path) : BaseRunPlace;
}
