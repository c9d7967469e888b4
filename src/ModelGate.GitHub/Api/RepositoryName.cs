using System.Diagnostics.CodeAnalysis;

namespace ModelGate.GitHub.Api;

/// <summary>OWNER/NAME as GitHub writes it.</summary>
public sealed record RepositoryName
{
    private RepositoryName(string owner, string name) => (Owner, Name) = (owner, name);

    public string Owner { get; }

    public string Name { get; }

    /// <summary>Two parts of letters, digits, <c>-</c>, <c>_</c> and <c>.</c>: the name is one place in an address and no other.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out RepositoryName? name)
    {
        string[] parts = text?.Split('/') ?? [];
        name = parts is [var owner, var rest] && IsName(owner) && IsName(rest) ? new(owner, rest) : null;
        return name is not null;
    }

    /// <exception cref="FormatException">It is no such name.</exception>
    public static RepositoryName Parse(string text) =>
        TryParse(text, out RepositoryName? name) ? name : throw new FormatException($"'{text}' is not OWNER/NAME.");

    /// <summary>GitHub does not tell capitals apart.</summary>
    public bool Equals(RepositoryName? other) =>
        other is not null && string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);

    public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    public override string ToString() => $"{Owner}/{Name}";

    private static bool IsName(string part) =>
        part is not ("" or "." or "..") && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
