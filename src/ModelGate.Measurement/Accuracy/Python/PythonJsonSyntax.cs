namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>
/// Whether <c>json.loads</c> takes a text. Unlike System.Text.Json it takes <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, lone
/// surrogates and repeated keys; it refuses whole numbers above 4300 digits, as Python refuses to convert them.
/// </summary>
public ref struct PythonJsonSyntax
{
    private const int MostDigits = 4300;

    private readonly ReadOnlySpan<char> _text;
    private int _at;

    private PythonJsonSyntax(ReadOnlySpan<char> text) => _text = text;

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        PythonJsonSyntax reader = new(text);
        return reader.Document();
    }

    private bool Document()
    {
        // Open brackets stand on a stack of their own, so that a reply of nothing but brackets is no danger to the process.
        Stack<char> open = [];
        while (true)
        {
            SkipSpace();
            if (Take('['))
            {
                open.Push(']');
                SkipSpace();
                if (!Take(']')) continue;
                open.Pop();
            }
            else if (Take('{'))
            {
                open.Push('}');
                SkipSpace();
                if (!Take('}'))
                {
                    if (!Key()) return false;
                    continue;
                }

                open.Pop();
            }
            else if (!Scalar()) return false;

            // Behind a value: close what ends here, then the next value or the end of the text.
            while (true)
            {
                SkipSpace();
                if (open.Count == 0) return _at == _text.Length;
                if (!Take(open.Peek())) break;
                open.Pop();
            }

            if (!Take(',')) return false;
            SkipSpace();
            if (open.Peek() == '}' && !Key()) return false;
        }
    }

    private bool Key()
    {
        if (!Text()) return false;
        SkipSpace();
        return Take(':');
    }

    private bool Scalar() => Peek() switch
    {
        '"' => Text(),
        'n' => Word("null"),
        't' => Word("true"),
        'f' => Word("false"),
        'N' => Word("NaN"),
        'I' => Word("Infinity"),
        '-' when Word("-Infinity") => true,
        _ => Number(),
    };

    private bool Text()
    {
        if (!Take('"')) return false;
        while (_at < _text.Length)
        {
            char c = _text[_at++];
            if (c == '"') return true;
            if (c < ' ') return false;
            if (c == '\\' && !Escape()) return false;
        }

        return false;
    }

    private bool Escape()
    {
        char c = Peek();
        _at++;
        if (c != 'u') return c != '\0' && "\"\\/bfnrt".Contains(c, StringComparison.Ordinal);
        if (_text.Length - _at < 4) return false;
        foreach (char digit in _text.Slice(_at, 4))
        {
            if (!char.IsAsciiHexDigit(digit)) return false;
        }

        _at += 4;
        return true;
    }

    private bool Number()
    {
        Take('-');
        int start = _at;
        if (!Take('0') && Digits() == 0) return false;
        int whole = _at - start;
        bool isWhole = true;
        int mark = _at;
        if (Take('.'))
        {
            // A point without digits ends the number in front of it.
            if (Digits() == 0) _at = mark;
            else isWhole = false;
        }

        mark = _at;
        if (Take('e') || Take('E'))
        {
            if (!Take('+')) Take('-');
            if (Digits() == 0) _at = mark;
            else isWhole = false;
        }

        return !isWhole || whole <= MostDigits;
    }

    private int Digits()
    {
        int start = _at;
        while (char.IsAsciiDigit(Peek())) _at++;
        return _at - start;
    }

    private bool Word(string word)
    {
        if (!_text[_at..].StartsWith(word, StringComparison.Ordinal)) return false;
        _at += word.Length;
        return true;
    }

    private readonly char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c) return false;
        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (Peek() is ' ' or '\t' or '\n' or '\r') _at++;
    }
}
