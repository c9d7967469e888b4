using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Measurement.Accuracy.Metrics;

namespace ModelGate.Measurement.Tests.Accuracy.Judging;

/// <summary>A judge that says what a test wants, and remembers what it was asked.</summary>
internal sealed class ScriptedJudge(Func<JudgeRequest, JudgeReply> answer) : IJudge
{
    public List<JudgeRequest> Requests { get; } = [];

    public JudgeSettings Settings { get; init; } = new() { Endpoint = new("http://127.0.0.1/v1"), Runs = 1, MostUnscored = 1 };

    public IReadOnlyList<JudgeReply> Ask(IReadOnlyList<JudgeRequest> requests, CancellationToken cancel)
    {
        Requests.AddRange(requests);
        return [.. requests.Select(answer)];
    }

    public static JudgeReply Says(string text) => new JudgeReply.Answered(text, IsRefusal: false, IsCut: false, new(100, 10));

    /// <summary>Judges answers, one a document, whose baseline answer is <c>base</c> and its number.</summary>
    public static JudgedValues Score(IJudge? judge, params IReadOnlyList<string> answers)
    {
        PartSpec part = PartSpec.Of(
            PairwiseJudge.MetricName,
            ("system_prompt", "Judge."), ("continue_prompt", "Go on."), ("key", "uid"), ("max_tokens", 99L),
            ("prompt_template", "Q:{question_1} A:{answer_1} B:{answer_2}."));
        DocumentOutcome[] outcomes = [.. answers.Select((answer, i) => new DocumentOutcome.Generated(
            new Document(
                i,
                new OrderedDictionary<string, object?>
                {
                    ["uid"] = $"u{i}", ["prompt"] = $"question {i}", ["baseline_answer"] = $"base {i}",
                },
                default),
            [answer], [""]))];
        return (JudgedValues)new PairwiseJudge(judge).Bind(new(part))(outcomes, TestContext.Current.CancellationToken);
    }
}
