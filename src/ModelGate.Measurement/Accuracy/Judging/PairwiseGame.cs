namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>One game while it is judged: at most two requests, whose replies are read together.</summary>
internal sealed class PairwiseGame(int document, string key, int run, bool candidateIsA, JudgeRequest request)
{
    private const int MostAttempts = 2;

    private int _attempts;
    private string _text = "";
    private VerdictReading _reading = new VerdictReading.Missing();
    private JudgeReply? _last;

    public JudgeRequest Request { get; } = request;

    /// <summary>Null as soon as one reply does not say.</summary>
    public JudgeUsage? Usage { get; private set; } = JudgeUsage.None;

    /// <summary>The judge answered, gave no label, and may be asked once more.</summary>
    public bool MayGoOn =>
        _attempts < MostAttempts && _reading is VerdictReading.Missing && _last is JudgeReply.Answered { IsRefusal: false };

    public string LastText => ((JudgeReply.Answered)_last!).Text;

    public Judgment Judgment
    {
        get
        {
            JudgeVerdict? verdict = (_reading as VerdictReading.Found)?.Verdict;
            string reply = _last is JudgeReply.Failed failed ? $"{_text}\n{failed.Reason}".TrimStart('\n') : _text.TrimStart('\n');
            return new(document, key, run, candidateIsA, verdict, verdict is null ? Reason() : null, reply);
        }
    }

    public void Take(JudgeReply reply)
    {
        _attempts++;
        _last = reply;
        if (reply is not JudgeReply.Answered answered) return;
        _text += "\n" + answered.Text;
        _reading = VerdictReading.Of(_text);
        Usage = Usage is { } sum && answered.Usage is { } more ? sum.Plus(more) : null;
    }

    private UnscoredReason Reason() => (_reading, _last) switch
    {
        (VerdictReading.Contradictory, _) => UnscoredReason.Contradictory,
        (VerdictReading.Unknown, _) => UnscoredReason.UnknownLabel,
        (_, JudgeReply.Failed) => UnscoredReason.Failed,
        (_, JudgeReply.Answered { IsRefusal: true }) => UnscoredReason.Refused,
        _ => string.IsNullOrWhiteSpace(_text) ? UnscoredReason.Empty : UnscoredReason.NoLabel,
    };
}
