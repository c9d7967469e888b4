namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>
/// Parses the part of Oniguruma's Ruby syntax that tokenizers use: alternation, groups, <c>(?i)</c>, <c>(?m)</c>, lookaround,
/// atomic groups, greedy, lazy and possessive repeats, classes, Unicode properties and anchors. Back-references, conditions and
/// subroutine calls are refused. Source: Oniguruma's doc/RE.
/// </summary>
internal sealed class RegexParser
{
    private const int MaxNesting = 64;
    private readonly string _pattern;
    private int _position;
    private int _nesting;
    private bool _ignoreCase;
    private bool _dotMatchesLineFeed;

    private RegexParser(string pattern) => _pattern = pattern;

    public static RegexNode Parse(string pattern)
    {
        RegexParser parser = new(pattern);
        RegexNode node = parser.Alternatives();
        return parser._position == pattern.Length ? node : throw parser.Wrong("A ')' closes nothing.");
    }

    private RegexNode Alternatives()
    {
        if (++_nesting > MaxNesting) throw Wrong($"Groups are nested deeper than {MaxNesting}.");
        List<RegexNode> choices = [];
        do choices.Add(Branch());
        while (TryRead('|'));
        _nesting--;
        return choices.Count == 1 ? choices[0] : new RegexNode.Choice(choices);
    }

    private RegexNode Branch()
    {
        List<RegexNode> items = [];
        while (_position < _pattern.Length && _pattern[_position] is not ('|' or ')'))
        {
            if (TryReadFlags(out RegexNode? rest))
            {
                items.Add(rest);
                break;
            }

            items.Add(Repeats(Atom()));
        }

        return items.Count == 1 ? items[0] : new RegexNode.Sequence(items);
    }

    /// <summary><c>(?i)</c> without a colon: the flags hold to the end of the group, alternatives included.</summary>
    private bool TryReadFlags(out RegexNode rest)
    {
        rest = null!;
        int start = _position;
        if (!TryRead("(?")) return false;
        (bool ignoreCase, bool dotMatches) = (_ignoreCase, _dotMatchesLineFeed);
        if (ReadFlags() && TryRead(')'))
        {
            rest = Alternatives();
            (_ignoreCase, _dotMatchesLineFeed) = (ignoreCase, dotMatches);
            return true;
        }

        (_ignoreCase, _dotMatchesLineFeed) = (ignoreCase, dotMatches);
        _position = start;
        return false;
    }

    private bool ReadFlags()
    {
        int start = _position;
        bool on = true;
        for (; _position < _pattern.Length; _position++)
        {
            switch (_pattern[_position])
            {
                case '-': on = false; break;
                case 'i': _ignoreCase = on; break;
                case 'm': _dotMatchesLineFeed = on; break;
                default: return _position > start;
            }
        }

        return false;
    }

    private RegexNode Atom()
    {
        char c = _pattern[_position];
        switch (c)
        {
            case '(':
                _position++;
                return Group();
            case '[':
                return new RegexNode.One(new RegexClassParser(_pattern, _ignoreCase).Parse(ref _position));
            case '.':
                _position++;
                return new RegexNode.One(new CodePointSet(_dotMatchesLineFeed ? static _ => true : static point => point != '\n'));
            case '^':
                _position++;
                return new RegexNode.At(Anchor.LineStart);
            case '$':
                _position++;
                return new RegexNode.At(Anchor.LineEnd);
            case '*' or '+' or '?':
                throw Wrong($"The repeat '{c}' follows nothing.");
            case '\\':
                return (RegexNode?)AnchorEscape() ?? new RegexNode.One(RegexEscape.Parse(_pattern, ref _position, _ignoreCase));
            default:
                int codePoint = CodePointText.At(_pattern, _position, out int length);
                _position += length;
                return new RegexNode.One(RegexEscape.Literal(codePoint, _ignoreCase));
        }
    }

    private RegexNode.At? AnchorEscape()
    {
        Anchor? anchor = (_position + 1 < _pattern.Length ? _pattern[_position + 1] : '\0') switch
        {
            'A' => Anchor.TextStart,
            'z' => Anchor.TextEnd,
            'Z' => Anchor.TextEndOrLastLine,
            'b' => Anchor.WordBoundary,
            'B' => Anchor.NotWordBoundary,
            _ => null,
        };
        if (anchor is null) return null;
        _position += 2;
        return new RegexNode.At(anchor.Value);
    }

    private RegexNode Group()
    {
        (bool ignoreCase, bool dotMatches) = (_ignoreCase, _dotMatchesLineFeed);
        RegexNode node;
        if (TryRead("?=")) node = new RegexNode.Look(Alternatives(), Behind: false, Negative: false);
        else if (TryRead("?!")) node = new RegexNode.Look(Alternatives(), Behind: false, Negative: true);
        else if (TryRead("?<=")) node = new RegexNode.Look(Alternatives(), Behind: true, Negative: false);
        else if (TryRead("?<!")) node = new RegexNode.Look(Alternatives(), Behind: true, Negative: true);
        else if (TryRead("?>")) node = new RegexNode.Atomic(Alternatives());
        else if (TryRead("?<")) node = NamedGroup();
        else if (TryRead("?"))
        {
            if (!TryRead(':') && !(ReadFlags() && TryRead(':'))) throw Wrong("This kind of group is not supported.");
            node = Alternatives();
        }
        else node = Alternatives();

        if (!TryRead(')')) throw Wrong("A group is not closed.");
        (_ignoreCase, _dotMatchesLineFeed) = (ignoreCase, dotMatches);
        return node;
    }

    private RegexNode NamedGroup()
    {
        int end = _pattern.IndexOf('>', _position);
        bool isName = end > _position && _pattern[_position..end].All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!isName) throw Wrong("The name of a group is malformed.");
        _position = end + 1;
        return Alternatives();
    }

    private RegexNode Repeats(RegexNode item)
    {
        while (_position < _pattern.Length)
        {
            (int least, int most, bool isInterval) = (0, int.MaxValue, false);
            if (TryRead('*'))
            {
            }
            else if (TryRead('+')) least = 1;
            else if (TryRead('?')) most = 1;
            else if (TryReadInterval(out least, out most)) isInterval = true;
            else return item;

            if (TryRead('?'))
            {
                // In Ruby syntax {n}? makes the exact repeat optional instead of lazy.
                item = isInterval && least == most
                    ? new RegexNode.Repeat(new RegexNode.Repeat(item, least, most, Greed.Greedy), 0, 1, Greed.Greedy)
                    : new RegexNode.Repeat(item, least, most, Greed.Lazy);
            }
            else
            {
                // In Ruby syntax a plus after an interval is another repeat, not possession.
                item = new RegexNode.Repeat(item, least, most, !isInterval && TryRead('+') ? Greed.Possessive : Greed.Greedy);
            }
        }

        return item;
    }

    /// <summary><c>{n}</c>, <c>{n,}</c>, <c>{,m}</c>, <c>{n,m}</c>; any other brace is a literal.</summary>
    private bool TryReadInterval(out int least, out int most)
    {
        (least, most) = (0, int.MaxValue);
        if (_pattern[_position] != '{') return false;
        int end = _pattern.IndexOf('}', _position);
        if (end < 0) return false;
        string[] bounds = _pattern[(_position + 1)..end].Split(',');
        bool hasLeast = TryBound(bounds[0], out int first);
        int second = 0;
        bool hasMost = bounds.Length == 2 && TryBound(bounds[1], out second);
        bool isWellFormed = bounds.Length switch
        {
            1 => hasLeast,
            2 => (hasLeast || bounds[0].Length == 0) && (hasMost || bounds[1].Length == 0) && (hasLeast || hasMost),
            _ => false,
        };
        if (!isWellFormed) return false;
        least = hasLeast ? first : 0;
        most = bounds.Length == 1 ? first : hasMost ? second : int.MaxValue;
        if (least > most || least > RegexProgram.MaxInstructions) throw Wrong("The bounds of a repeat are out of range.");
        _position = end + 1;
        return true;
    }

    private static bool TryBound(string digits, out int value)
    {
        value = 0;
        return digits.Length is > 0 and < 7 && digits.All(char.IsAsciiDigit) && int.TryParse(digits, out value);
    }

    private bool TryRead(char c)
    {
        if (_position >= _pattern.Length || _pattern[_position] != c) return false;
        _position++;
        return true;
    }

    private bool TryRead(string text)
    {
        if (!_pattern.AsSpan(_position).StartsWith(text, StringComparison.Ordinal)) return false;
        _position += text.Length;
        return true;
    }

    private RegexSyntaxException Wrong(string problem) => new(_position, problem);
}
