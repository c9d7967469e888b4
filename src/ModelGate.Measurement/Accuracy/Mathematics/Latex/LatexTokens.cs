using Kind = ModelGate.Measurement.Accuracy.Mathematics.Latex.LatexTokenKind;

namespace ModelGate.Measurement.Accuracy.Mathematics.Latex;

/// <summary>A formula's tokens with a place in them to read on from and to come back to.</summary>
internal sealed class LatexTokens(IReadOnlyList<LatexToken> tokens)
{
    /// <summary>Far above what an answer of a thousand characters needs; nested alternatives could take exponential work else.</summary>
    private const int MostSteps = 50_000;

    private int _steps;

    public int Position { get; set; }

    /// <summary>Something was reached that refuses the formula whatever stands before it, like a character outside the language.</summary>
    public bool IsRefused { get; private set; }

    public Kind Kind => KindAt(0);

    public string Text => At(0).Text;

    public Kind KindAt(int ahead)
    {
        Kind kind = At(ahead).Kind;
        if (kind == Kind.Unrecognised) IsRefused = true;
        return kind;
    }

    public void Refuse() => IsRefused = true;

    public string Take()
    {
        if (++_steps > MostSteps) throw new NotDecidedException("The formula has too many readings.");
        string text = Text;
        Position++;
        return text;
    }

    public bool TryTake(Kind kind)
    {
        if (Kind != kind) return false;
        Take();
        return true;
    }

    /// <summary>Which of two kinds was read last; the second where neither was.</summary>
    public Kind Last(Kind first, Kind second)
    {
        int at = Position - 1;
        while (at >= 0 && tokens[at].Kind != first && tokens[at].Kind != second) at--;
        return at < 0 ? second : tokens[at].Kind;
    }

    /// <summary>What <paramref name="read"/> gives; where it gives nothing, nothing was read.</summary>
    public T? Attempt<T>(Func<T?> read)
        where T : class
    {
        int start = Position;
        T? result = read();
        if (result is null) Position = start;
        return result;
    }

    private LatexToken At(int ahead) => tokens[Math.Min(Position + ahead, tokens.Count - 1)];
}
