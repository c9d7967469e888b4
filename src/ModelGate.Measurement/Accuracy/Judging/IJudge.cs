namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>A model that is asked for its opinion, one conversation a question.</summary>
public interface IJudge
{
    JudgeSettings Settings { get; }

    /// <summary>Replies in the order of the requests. What was answered before is not asked again.</summary>
    /// <exception cref="Models.Diagnostics.DiagnosticException">
    /// The judge cannot be asked at all, or too many requests failed; replies that came are kept for the next run.
    /// </exception>
    IReadOnlyList<JudgeReply> Ask(IReadOnlyList<JudgeRequest> requests, CancellationToken cancel);
}

/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
public sealed record JudgeMessage(string Role, string Content);

/// <summary>One conversation to be continued by the judge, greedily.</summary>
/// <param name="MaxTokens">Of the reply.</param>
/// <param name="Run">Which complete judging run it belongs to, from 1: the same question in another run is asked anew.</param>
public sealed record JudgeRequest(IReadOnlyList<JudgeMessage> Messages, int MaxTokens, int Run);

/// <summary>What came of one request.</summary>
public abstract record JudgeReply
{
    private JudgeReply()
    {
    }

    /// <param name="Text">May be empty, or anything.</param>
    /// <param name="IsRefusal">The judge declined, or its provider withheld the text.</param>
    /// <param name="IsCut">It ended at the token limit.</param>
    /// <param name="Usage">Null where the server does not say.</param>
    public sealed record Answered(string Text, bool IsRefusal, bool IsCut, JudgeUsage? Usage) : JudgeReply;

    /// <summary>No answer after all attempts, or the server refuses this request.</summary>
    /// <param name="Reason">A sentence without secrets.</param>
    public sealed record Failed(string Reason) : JudgeReply;
}

/// <summary>Tokens as the server counted them.</summary>
public sealed record JudgeUsage(long InputTokens, long OutputTokens)
{
    public static JudgeUsage None { get; } = new(0, 0);

    public JudgeUsage Plus(JudgeUsage other) => new(InputTokens + other.InputTokens, OutputTokens + other.OutputTokens);
}
