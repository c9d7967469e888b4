using System.Text.RegularExpressions;

namespace ModelGate.Models.Checkpoints;

/// <summary>An entry of <c>targets</c> or <c>ignore</c> in compressed-tensors.</summary>
public abstract record ModulePattern
{
    private ModulePattern(string text) => Text = text;

    /// <summary>As written in the file.</summary>
    public string Text { get; }

    /// <summary>Whether the entry names the module itself, by name or pattern, and not merely its class.</summary>
    /// <exception cref="RegexMatchTimeoutException">The pattern takes more than a second.</exception>
    public abstract bool MatchesName(string module);

    /// <exception cref="ArgumentException">The regular expression cannot be parsed.</exception>
    public static ModulePattern Parse(string text) => text switch
    {
        ['r', 'e', ':', .. var expression] => new Expression(text, expression),
        _ when text.Contains('.', StringComparison.Ordinal) || text.Length == 0 || char.IsLower(text[0]) => new Name(text),
        _ => new ClassName(text),
    };

    /// <summary>A full module name, such as <c>lm_head</c>.</summary>
    public sealed record Name : ModulePattern
    {
        internal Name(string text)
            : base(text)
        {
        }

        public override bool MatchesName(string module) => module == Text;
    }

    /// <summary><c>re:…</c>, matched from the start of the name; its end is open, as in Python's <c>re.match</c>.</summary>
    public sealed record Expression : ModulePattern
    {
        private readonly Regex regex;

        internal Expression(string text, string expression)
            : base(text) => regex = new Regex($@"\A(?:{expression})", RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

        public override bool MatchesName(string module) => regex.IsMatch(module);
    }

    /// <summary>A class of modules, such as <c>Linear</c>.</summary>
    public sealed record ClassName : ModulePattern
    {
        internal ClassName(string text)
            : base(text)
        {
        }

        public override bool MatchesName(string module) => false;
    }
}
