using System.Text.RegularExpressions;

namespace ModelGate.Gate.Policies;

/// <summary>Where a model comes from: the word <c>demo</c>, a directory, or <c>hf:OWNER/NAME[@REVISION]</c>.</summary>
public abstract partial record ModelReference
{
    private ModelReference()
    {
    }

    /// <summary>The model bundled with the tool.</summary>
    public sealed record Demo : ModelReference
    {
        public override string ToString() => "demo";
    }

    /// <param name="Path">As written; relative paths are relative to the policy's folder.</param>
    public sealed record Folder(string Path) : ModelReference
    {
        public override string ToString() => Path;
    }

    /// <param name="Revision">A branch, tag or commit; null means <c>main</c>.</param>
    public sealed record Hub(string Owner, string Name, string? Revision) : ModelReference
    {
        public override string ToString() => Revision is null ? $"hf:{Owner}/{Name}" : $"hf:{Owner}/{Name}@{Revision}";
    }

    /// <summary>Null with a reason where the text is no reference.</summary>
    public static ModelReference? TryParse(string text, out string problem)
    {
        problem = "";
        if (text == "demo") return new Demo();
        if (text.StartsWith("http://", StringComparison.Ordinal) || text.StartsWith("https://", StringComparison.Ordinal))
        {
            problem = "Endpoints are not in this version.";
            return null;
        }

        if (text.StartsWith("hf:", StringComparison.Ordinal))
        {
            Match match = HubReference().Match(text);
            if (match.Success)
            {
                return new Hub(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Success ? match.Groups[3].Value : null);
            }

            problem = $"'{text}' is not of the form hf:OWNER/NAME or hf:OWNER/NAME@REVISION.";
            return null;
        }

        if (text.Length > 0) return new Folder(text);
        problem = "The model is empty.";
        return null;
    }

    [GeneratedRegex(@"^hf:([A-Za-z0-9][\w.-]*)/([\w.-]+)(?:@([\w./-]+))?$", RegexOptions.CultureInvariant | RegexOptions.ECMAScript)]
    private static partial Regex HubReference();
}
