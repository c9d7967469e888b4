namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>
/// One instruction that a program can verify (IFEval, Zhou et al. 2023, arXiv 2311.07911), with its arguments. Checks are those of
/// lm-evaluation-harness, <c>lm_eval/tasks/ifeval/instructions.py</c>, peculiarities included. The kinds by id:
/// <see cref="InstructionKinds.All"/>.
/// </summary>
public abstract partial record Instruction
{
    private Instruction()
    {
    }

    /// <param name="reply">Not blank.</param>
    /// <exception cref="System.Text.RegularExpressions.RegexMatchTimeoutException">A pattern of the document does not end.</exception>
    public abstract bool IsFollowedBy(string reply);
}

/// <summary>"at least" or "less than" a number.</summary>
/// <param name="IsAtLeast">False is "less than".</param>
public readonly record struct CountBound(bool IsAtLeast, int Count)
{
    public bool Holds(int found) => IsAtLeast ? found >= Count : found < Count;
}
