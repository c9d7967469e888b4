using System.Text.RegularExpressions;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Quantization.Modules;

/// <summary>Decides the scheme of each linear layer from a recipe's <c>ignore</c> and <c>override</c>.</summary>
/// <remarks>
/// <c>ignore</c> is stronger than <c>override</c>, the first matching pattern of a list decides, and a decision holds for the whole fused
/// unit.
/// </remarks>
internal sealed class SchemeResolution(QuantizationRecipe recipe, SourcePoint at)
{
    private static readonly TimeSpan MatchTimeout = TimeSpan.FromSeconds(1);

    private readonly List<Diagnostic> problems = [];
    private readonly List<QuantizationNote> notes = [];
    private readonly HashSet<string> used = [];

    public IReadOnlyList<Diagnostic> Problems => problems;

    public IReadOnlyList<QuantizationNote> Notes => notes;

    /// <returns>All of <paramref name="quantizable"/> in their order.</returns>
    public IReadOnlyList<PlannedModule> Resolve(IReadOnlyList<SourceLinear> quantizable, IReadOnlyList<SourceLinear> kept)
    {
        (string Pattern, Regex Regex, QuantizationScheme? Scheme)[] rules =
        [
            .. recipe.Ignore.Select(pattern => (pattern, Parse(pattern, "ignore"), (QuantizationScheme?)null)),
            .. recipe.Overrides.Select(entry => (entry.Pattern, Parse(entry.Pattern, "override"), (QuantizationScheme?)entry.Scheme)),
        ];
        var schemes = new Dictionary<string, QuantizationScheme?>();
        foreach (IGrouping<string, SourceLinear> unit in quantizable.GroupBy(linear => FusedUnits.KeyOf(linear.Name)))
            schemes[unit.Key] = ResolveUnit([.. unit], rules);
        foreach ((string pattern, Regex regex, QuantizationScheme? scheme) in rules)
        {
            if (!used.Contains(pattern)) CheckKept(pattern, regex, scheme, kept, quantizable);
        }

        return [.. quantizable.Select(linear => new PlannedModule(linear, schemes[FusedUnits.KeyOf(linear.Name)]))];
    }

    private QuantizationScheme? ResolveUnit(SourceLinear[] members, (string Pattern, Regex Regex, QuantizationScheme? Scheme)[] rules)
    {
        var decisions = new List<(string Member, string Pattern, QuantizationScheme? Scheme)>();
        foreach (SourceLinear member in members)
        {
            foreach ((string pattern, Regex regex, QuantizationScheme? scheme) in rules)
            {
                if (!Matches(regex, member.Name)) continue;
                used.Add(pattern);
                if (decisions.Count == 0 || decisions[^1].Member != member.Name) decisions.Add((member.Name, pattern, scheme));
            }
        }

        if (decisions.Count == 0) return recipe.Scheme;
        if (decisions.Select(decision => decision.Scheme).Distinct().Count() > 1)
        {
            problems.Add(new Diagnostic(
                QuantizationCodes.UnitContradiction, at,
                $"{string.Join(", ", decisions.Select(Said))}, but serving engines fuse these layers into one.",
                "Give all of them the same scheme."));
        }
        else if (decisions.Count < members.Length)
        {
            notes.Add(new QuantizationNote(
                NoteLevel.Note,
                $"'{decisions[0].Pattern}' names {string.Join(", ", decisions.Select(decision => decision.Member))} and applies to "
                + $"{string.Join(", ", members.Select(member => member.Name).Except(decisions.Select(decision => decision.Member)))} too, "
                + "because serving engines fuse them."));
        }

        return decisions[0].Scheme;
    }

    private static string Said((string Member, string Pattern, QuantizationScheme? Scheme) decision) =>
        $"{decision.Member} becomes {decision.Scheme?.Name ?? "ignored"} by '{decision.Pattern}'";

    /// <summary>A pattern that no layer to quantize matches may still name one that stays as it is: to ignore that is fine.</summary>
    private void CheckKept(
        string pattern, Regex regex, QuantizationScheme? scheme, IReadOnlyList<SourceLinear> kept, IReadOnlyList<SourceLinear> quantizable)
    {
        SourceLinear? named = kept.FirstOrDefault(linear => Matches(regex, linear.Name));
        if (named is not null && scheme is null) return;
        string example = quantizable.Count > 0 ? quantizable[0].Name : "model.layers.0.mlp.up_proj";
        problems.Add(named is null
            ? new Diagnostic(
                QuantizationCodes.PatternMatchesNothing, at, $"'{pattern}' matches no linear layer of the model.",
                $"Remove it or correct it; a layer is named like '{example}'.")
            : new Diagnostic(
                QuantizationCodes.HeadOverride, at,
                $"'{pattern}' gives {named.Name} the scheme {scheme!.Name}, but this layer always keeps its type.",
                "Name layers inside the decoder."));
    }

    private Regex Parse(string pattern, string list)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, MatchTimeout);
        }
        catch (ArgumentException wrong)
        {
            problems.Add(new Diagnostic(
                QuantizationCodes.PatternWrong, at, $"'{pattern}' in {list} is no regular expression: {wrong.Message}", "Correct it."));
            used.Add(pattern);
            return new Regex("(?!)");
        }
    }

    private bool Matches(Regex regex, string name)
    {
        try
        {
            return regex.IsMatch(name);
        }
        catch (RegexMatchTimeoutException)
        {
            problems.Add(new Diagnostic(
                QuantizationCodes.PatternWrong, at, $"'{regex}' takes more than a second on '{name}'.", "Avoid nested repetition in it."));
            return false;
        }
    }
}
