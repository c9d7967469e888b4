namespace ModelGate.GitHub.Api;

/// <summary>GitHub could not be made to do it. Carries no inner exception: theirs may quote a request.</summary>
public sealed class GitHubException(GitHubProblem problem) : Exception(problem.Message)
{
    public GitHubProblem Problem => problem;
}
