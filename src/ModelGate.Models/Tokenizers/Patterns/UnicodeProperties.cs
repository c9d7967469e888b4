using System.Globalization;
using static System.Globalization.UnicodeCategory;

namespace ModelGate.Models.Tokenizers.Patterns;

/// <summary>
/// The Unicode properties that patterns name, over whole code points. Categories are those of the running .NET, so a code point
/// assigned after the reference library's Unicode version can fall in another class there.
/// </summary>
internal static class UnicodeProperties
{
    private static readonly UnicodeCategory[] Letters = [UppercaseLetter, LowercaseLetter, TitlecaseLetter, ModifierLetter, OtherLetter];
    private static readonly UnicodeCategory[] Marks = [NonSpacingMark, SpacingCombiningMark, EnclosingMark];
    private static readonly UnicodeCategory[] Numbers = [DecimalDigitNumber, LetterNumber, OtherNumber];
    private static readonly UnicodeCategory[] Symbols = [MathSymbol, CurrencySymbol, ModifierSymbol, OtherSymbol];
    private static readonly UnicodeCategory[] Separators = [SpaceSeparator, LineSeparator, ParagraphSeparator];
    private static readonly UnicodeCategory[] Others = [Control, Format, Surrogate, PrivateUse, OtherNotAssigned];

    private static readonly UnicodeCategory[] Punctuation =
    [
        ConnectorPunctuation, DashPunctuation, OpenPunctuation, ClosePunctuation, InitialQuotePunctuation, FinalQuotePunctuation,
        OtherPunctuation,
    ];

    /// <summary>The White_Space property, which is <c>\s</c> of Oniguruma and of Rust.</summary>
    public static bool IsSpace(int c) =>
        c is (>= 9 and <= 13) or 0x20 or 0x85 or 0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x2028 or 0x2029 or 0x202F or 0x205F
            or 0x3000;

    /// <summary>
    /// <c>\w</c> within a class: alphabetic code points (all of them letters, letter numbers, circled or marks), marks, decimal digits
    /// and connectors.
    /// </summary>
    public static bool IsWord(int c) =>
        Category(c) is UppercaseLetter or LowercaseLetter or TitlecaseLetter or ModifierLetter or OtherLetter or LetterNumber
            or NonSpacingMark or SpacingCombiningMark or EnclosingMark or DecimalDigitNumber or ConnectorPunctuation
        || c is (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189);

    /// <summary><c>\w</c> and <c>\b</c> outside of classes: Oniguruma adds the superscripts and fractions of Latin-1 there.</summary>
    public static bool IsWordOutsideClass(int c) => IsWord(c) || c is 0xB2 or 0xB3 or 0xB9 or (>= 0xBC and <= 0xBE);

    public static bool IsDigit(int c) => Category(c) == DecimalDigitNumber;

    public static bool IsHexDigit(int c) => c < 128 && char.IsAsciiHexDigit((char)c);

    /// <summary>Any number: Nd, Nl or No.</summary>
    public static bool IsNumber(int c) => Category(c) is DecimalDigitNumber or LetterNumber or OtherNumber;

    /// <summary>ASCII punctuation (which counts symbols such as <c>$</c> and <c>+</c>) or any category P.</summary>
    public static bool IsPunctuation(int c) =>
        c is (>= 0x21 and <= 0x2F) or (>= 0x3A and <= 0x40) or (>= 0x5B and <= 0x60) or (>= 0x7B and <= 0x7E)
        || Punctuation.Contains(Category(c));

    public static UnicodeCategory Category(int c) => CharUnicodeInfo.GetUnicodeCategory(c);

    /// <summary>The test for <c>[:name:]</c>, which differs from <c>\p{name}</c> for words and punctuation; null where unknown.</summary>
    public static Func<int, bool>? FindPosix(string name) => name switch
    {
        "word" => IsWord,
        "punct" => In([.. Punctuation, .. Symbols]),
        _ => Find(name),
    };

    /// <summary>The test for <c>\p{name}</c>; null for a name unknown here: scripts, blocks and Alphabetic among them.</summary>
    public static Func<int, bool>? Find(string name) =>
        string.Concat(name.Where(static c => c is not ('_' or '-' or ' '))).ToLowerInvariant() switch
        {
            "any" => static _ => true,
            "ascii" => static c => c < 128,
            "whitespace" or "space" => IsSpace,
            "digit" => IsDigit,
            "xdigit" => IsHexDigit,
            "blank" => static c => c == 9 || Category(c) == SpaceSeparator,
            "l" or "letter" => In(Letters),
            "lc" or "casedletter" => In([UppercaseLetter, LowercaseLetter, TitlecaseLetter]),
            "lu" or "uppercaseletter" => In([UppercaseLetter]),
            "ll" or "lowercaseletter" => In([LowercaseLetter]),
            "lt" or "titlecaseletter" => In([TitlecaseLetter]),
            "lm" or "modifierletter" => In([ModifierLetter]),
            "lo" or "otherletter" => In([OtherLetter]),
            "m" or "mark" or "combiningmark" => In(Marks),
            "mn" or "nonspacingmark" => In([NonSpacingMark]),
            "mc" or "spacingmark" => In([SpacingCombiningMark]),
            "me" or "enclosingmark" => In([EnclosingMark]),
            "n" or "number" => In(Numbers),
            "nd" or "decimalnumber" => In([DecimalDigitNumber]),
            "nl" or "letternumber" => In([LetterNumber]),
            "no" or "othernumber" => In([OtherNumber]),
            "p" or "punctuation" or "punct" => In(Punctuation),
            "pc" or "connectorpunctuation" => In([ConnectorPunctuation]),
            "pd" or "dashpunctuation" => In([DashPunctuation]),
            "ps" or "openpunctuation" => In([OpenPunctuation]),
            "pe" or "closepunctuation" => In([ClosePunctuation]),
            "pi" or "initialpunctuation" => In([InitialQuotePunctuation]),
            "pf" or "finalpunctuation" => In([FinalQuotePunctuation]),
            "po" or "otherpunctuation" => In([OtherPunctuation]),
            "s" or "symbol" => In(Symbols),
            "sm" or "mathsymbol" => In([MathSymbol]),
            "sc" or "currencysymbol" => In([CurrencySymbol]),
            "sk" or "modifiersymbol" => In([ModifierSymbol]),
            "so" or "othersymbol" => In([OtherSymbol]),
            "z" or "separator" => In(Separators),
            "zs" or "spaceseparator" => In([SpaceSeparator]),
            "zl" or "lineseparator" => In([LineSeparator]),
            "zp" or "paragraphseparator" => In([ParagraphSeparator]),
            "c" or "other" => In(Others),
            "cc" or "control" or "cntrl" => In([Control]),
            "cf" or "format" => In([Format]),
            "co" or "privateuse" => In([PrivateUse]),
            "cs" or "surrogate" => In([Surrogate]),
            "cn" or "unassigned" => In([OtherNotAssigned]),
            _ => null,
        };

    private static Func<int, bool> In(UnicodeCategory[] categories)
    {
        int mask = 0;
        foreach (UnicodeCategory category in categories) mask |= 1 << (int)category;
        return c => (mask >> (int)Category(c) & 1) != 0;
    }
}
