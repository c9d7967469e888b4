using System.Text.Json.Serialization;

namespace ModelGate.Gate.Records;

/// <summary>A document that one side has right and the other wrong: its primary score crosses one half.</summary>
/// <param name="Document">Id in its split.</param>
/// <param name="Hash">The harness's <c>doc_hash</c>.</param>
/// <param name="IsLost">Right in the baseline, wrong in the candidate; else the reverse.</param>
/// <param name="Texts">Null behind the first of a task, and always where the task keeps its documents private.</param>
public sealed record FlipRecord(string Task, int Document, string Hash, bool IsLost, FlipTexts? Texts);

/// <summary>A flipped document for people, each text cut to a readable length.</summary>
/// <param name="Question">The end of the prompt.</param>
/// <param name="Baseline">What the baseline answered or preferred.</param>
/// <param name="Candidate">What the candidate did.</param>
public sealed record FlipTexts(string Question, string Target, string Baseline, string Candidate)
{
    /// <summary>
    /// The task says <c>publish-documents: true</c>: the texts may also stand where everybody reads, as in a pull request.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ArePublic { get; init; }
}
