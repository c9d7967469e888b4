namespace ModelGate.Measurement.Accuracy.InstructionFollowing.Sentences;

/// <summary>Where a word has been seen, as far as Punkt asks.</summary>
[Flags]
internal enum WordForms
{
    None = 0,

    /// <summary>With a small letter.</summary>
    Lower = 1,

    /// <summary>With a capital in the middle of a sentence, as names and words of titles are.</summary>
    UpperInside = 2,

    /// <summary>With a capital anywhere.</summary>
    Upper = 4,

    /// <summary>With a small letter at the beginning of a sentence.</summary>
    LowerFirst = 8,
}

/// <summary>
/// What Punkt knows of a language. NLTK learns it from text; its trained English tables have no clear licence, so these are our own: stated
/// lists of abbreviations and of words that start sentences, and SCOWL's small American word list for the forms of ordinary words.
/// </summary>
/// <param name="Abbreviations">Without their last period, in lower case.</param>
/// <param name="SentenceStarters">Lower case.</param>
/// <param name="Collocations">Words that a period between them does not separate.</param>
/// <param name="Forms">By word type; a word that is not there has never been seen.</param>
internal sealed record PunktTables(
    IReadOnlySet<string> Abbreviations,
    IReadOnlySet<string> SentenceStarters,
    IReadOnlySet<(string First, string Second)> Collocations,
    IReadOnlyDictionary<string, WordForms> Forms)
{
    /// <summary>Titles, companies, calendar, addresses and states, then letters with periods inside, then letters as initials.</summary>
    private const string EnglishAbbreviations =
        "mr mrs ms dr prof st jr sr messrs gen col maj lt adm rep reps sen inc ltd co corp bros cos cie vs v mg ft yr ave "
        + "jan feb aug sept sep oct nov dec tues wed fri "
        + "ala ariz calif colo conn fla ga ill kan ky mich minn nev okla ore pa tenn va vt wash wis "
        + "a.m p.m ph.d m.b.a a.d u.s u.k u.n u.s.a u.s.s.r d.c n.y n.j n.c n.d n.h n.m s.c r.i w.va l.a s.a n.v b.v s.p.a "
        + "c d e f g h k l m n p r s t w";

    private const string EnglishStarters =
        "according although among both but despite even he however i if in indeed instead it many meanwhile moreover most nevertheless "
        + "nonetheless nor similarly since so some the there these they this though thus under when while yet";

    private static readonly Lazy<PunktTables> SharedEnglish = new(ReadEnglish);

    public static PunktTables English => SharedEnglish.Value;

    public WordForms FormsOf(string type) => Forms.GetValueOrDefault(type);

    /// <summary>
    /// An ordinary word has been seen small, and as most have been seen in titles, with a capital inside a sentence: only a starter ends
    /// the sentence behind an abbreviation, but an initial stays apart from an ordinary word.
    /// </summary>
    private static PunktTables ReadEnglish() => new(
        EnglishAbbreviations.Split(' ').ToHashSet(StringComparer.Ordinal),
        EnglishStarters.Split(' ').ToHashSet(StringComparer.Ordinal),
        new HashSet<(string, string)>(),
        ResourceText.Lines("Sentences/words.br")
            .ToDictionary(word => word, _ => WordForms.Lower | WordForms.Upper | WordForms.UpperInside, StringComparer.Ordinal));
}
