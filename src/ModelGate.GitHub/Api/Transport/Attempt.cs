namespace ModelGate.GitHub.Api;

/// <summary>How one attempt of a request ended.</summary>
internal abstract record Attempt
{
    private Attempt()
    {
    }

    public sealed record Answered(GitHubAnswer Answer) : Attempt;

    /// <summary>A repetition would end the same way.</summary>
    public sealed record Refused(GitHubProblem Problem) : Attempt;

    /// <summary>A repetition may succeed.</summary>
    /// <param name="Problem">If it is not repeated.</param>
    /// <param name="Wait">Before the next attempt.</param>
    /// <param name="Doubles">GitHub named no time: the wait is twice as long each time.</param>
    /// <param name="InDoubt">GitHub may have done what was asked, only its answer is missing.</param>
    public sealed record Again(GitHubProblem Problem, TimeSpan Wait, bool Doubles, bool InDoubt) : Attempt
    {
        /// <param name="retries">So far.</param>
        public TimeSpan WaitAfter(int retries) => Doubles ? Wait * (1L << retries) : Wait;
    }

    /// <summary>What an earlier attempt created was found.</summary>
    public sealed record FoundAgain : Attempt;
}
