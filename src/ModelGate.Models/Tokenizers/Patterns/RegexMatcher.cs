namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>
/// Backtracking search with a stack of its own, so that no text can overflow the thread's; its depth of recursion is the nesting of
/// looks in the pattern. Not thread-safe: one search, one matcher.
/// </summary>
internal sealed class RegexMatcher
{
    /// <summary>Steps back within one match, as Oniguruma's default.</summary>
    private const int MaxRetries = 10_000_000;

    /// <summary>Marks a frame that is one way back, not a loop that can give back more.</summary>
    private const int Single = -1;

    private readonly RegexInstruction[] _code;
    private readonly int[] _slots;
    private Frame[] _frames = new Frame[64];
    private int _depth;
    private int _retries;

    public RegexMatcher(RegexProgram program)
    {
        _code = [.. program.Instructions];
        _slots = new int[program.Slots];
    }

    /// <summary>Where to go on after a failure; a negative <paramref name="Code"/> restores slot ~Code instead.</summary>
    private readonly record struct Frame(int Code, int Position, int Lowest);

    /// <summary>The first match that begins at or after <paramref name="from"/>.</summary>
    /// <exception cref="RegexStepsException">The pattern backtracks too much on this text.</exception>
    public bool Find(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        for (start = from; start <= text.Length; start += start < text.Length ? LengthAt(text, start) : 1)
        {
            _depth = 0;
            _retries = 0;
            end = Run(text, 0, start);
            if (end >= 0) return true;
        }

        end = -1;
        return false;
    }

    private static int LengthAt(ReadOnlySpan<char> text, int position)
    {
        _ = CodePointText.At(text, position, out int length);
        return length;
    }

    /// <summary>Runs from an instruction to the Accept that belongs to it; −1 where there is no match.</summary>
    private int Run(ReadOnlySpan<char> text, int code, int position)
    {
        int floor = _depth;
        while (true)
        {
            ref readonly RegexInstruction now = ref _code[code];
            bool holds = true;
            switch (now.Code)
            {
                case RegexCode.Accept:
                    _depth = floor;
                    return position;
                case RegexCode.One:
                    int next = now.Set!.Match(text, position);
                    holds = next >= 0;
                    if (holds) (position, code) = (next, code + 1);
                    break;
                case RegexCode.Many or RegexCode.ManyPossessive:
                    holds = Loop(text, now, code + 1, ref position);
                    code++;
                    break;
                case RegexCode.Split:
                    Push(new Frame(now.B, position, Single));
                    code = now.A;
                    break;
                case RegexCode.Jump:
                    code = now.A;
                    break;
                case RegexCode.Look:
                    holds = Run(text, code + 1, position) >= 0 == (now.A == 0);
                    code = now.B;
                    break;
                case RegexCode.Atomic:
                    int end = Run(text, code + 1, position);
                    holds = end >= 0;
                    (position, code) = (end, now.B);
                    break;
                case RegexCode.Back:
                    for (int i = 0; i < now.A && position >= 0; i++) position = CodePointText.Before(text, position);
                    holds = position >= 0;
                    code++;
                    break;
                case RegexCode.Mark:
                    Push(new Frame(~now.A, _slots[now.A], Single));
                    _slots[now.A] = position;
                    code++;
                    break;
                case RegexCode.Progress:
                    code = _slots[now.A] == position ? now.B : code + 1;
                    break;
                case RegexCode.Anchor:
                    holds = Holds((Anchor)now.A, text, position);
                    code++;
                    break;
            }

            if (!holds && !Retry(text, floor, ref code, ref position)) return -1;
        }
    }

    private bool Loop(ReadOnlySpan<char> text, in RegexInstruction loop, int exit, ref int position)
    {
        int count = 0;
        int lowest = position;
        for (int next; count < loop.B && (next = loop.Set!.Match(text, position)) >= 0; position = next)
        {
            if (++count == loop.A) lowest = next;
        }

        if (count < loop.A) return false;
        if (loop.Code == RegexCode.Many && position > lowest) Push(new Frame(exit, position, lowest));
        return true;
    }

    private bool Retry(ReadOnlySpan<char> text, int floor, ref int code, ref int position)
    {
        while (_depth > floor)
        {
            if (++_retries > MaxRetries) throw new RegexStepsException();
            Frame frame = _frames[--_depth];
            if (frame.Code < 0)
            {
                _slots[~frame.Code] = frame.Position;
                continue;
            }

            (code, position) = (frame.Code, frame.Position);
            if (frame.Lowest == Single) return true;
            position = CodePointText.Before(text, position);
            if (position > frame.Lowest) _frames[_depth++] = frame with { Position = position };
            return true;
        }

        return false;
    }

    private void Push(Frame frame)
    {
        if (_depth == _frames.Length) Array.Resize(ref _frames, _depth * 2);
        _frames[_depth++] = frame;
    }

    private static bool Holds(Anchor anchor, ReadOnlySpan<char> text, int position) => anchor switch
    {
        Anchor.TextStart => position == 0,
        Anchor.TextEnd => position == text.Length,
        Anchor.TextEndOrLastLine => position == text.Length || (position == text.Length - 1 && text[position] == '\n'),
        Anchor.LineStart => position == 0 || text[position - 1] == '\n',
        Anchor.LineEnd => position == text.Length || text[position] == '\n',
        _ => IsBoundary(text, position) == (anchor == Anchor.WordBoundary),
    };

    private static bool IsBoundary(ReadOnlySpan<char> text, int position)
    {
        bool before = position > 0 && IsWordAt(text, CodePointText.Before(text, position));
        bool after = position < text.Length && IsWordAt(text, position);
        return before != after;
    }

    private static bool IsWordAt(ReadOnlySpan<char> text, int position) =>
        UnicodeProperties.IsWordOutsideClass(CodePointText.At(text, position, out _));
}

/// <summary>A pattern backtracked more often on a text than Oniguruma allows.</summary>
internal sealed class RegexStepsException() : Exception("The pattern needs too many steps on this text.");
