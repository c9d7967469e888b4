namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>Keeps what a judge answered, so that nothing paid is asked twice. Called from several threads.</summary>
public interface IJudgeCache
{
    /// <param name="key">64 hex digits over address, request and run.</param>
    JudgeReply.Answered? Find(string key);

    void Keep(string key, JudgeReply.Answered reply);
}
