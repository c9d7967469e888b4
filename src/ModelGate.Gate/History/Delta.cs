using ModelGate.Gate.Records;

namespace ModelGate.Gate.History;

/// <summary>One number of one candidate, now and in the base branch's last run.</summary>
/// <param name="Subject">A suite, a task or a scenario; empty for a number of the candidate as a whole.</param>
/// <param name="Now">Its value in the current run.</param>
public sealed record Delta(string Candidate, string Subject, MeasuredRecord Now, Change Change);

/// <summary>What became of a number. Both values stand on their own intervals: a difference has none and decides nothing.</summary>
public abstract record Change
{
    private Change() { }

    /// <param name="Before">In the base run, measured on the same documents or requests.</param>
    /// <param name="Difference">Now minus before, in the number's unit.</param>
    public sealed record Known(MeasuredRecord Before, double Difference) : Change;

    /// <summary>The base run has no such number.</summary>
    public sealed record Absent : Change;

    /// <param name="Why">A clause, such as <c>other documents, prompts or settings</c>.</param>
    public sealed record NotComparable(string Why) : Change;
}
