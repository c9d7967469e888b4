using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using ModelGate.Gate.Policies;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Publishing;

/// <summary>Where a policy is in its repository. Each policy of a pull request has its own comment, check run and artifact.</summary>
public sealed partial record PolicyPath
{
    private const string Tool = "quantgate";

    private PolicyPath(string path) => Path = path;

    /// <summary>From the root of the repository, with forward slashes, such as <c>services/llm/quantgate.yml</c>.</summary>
    public string Path { get; }

    /// <summary>The policy where a repository with one policy has it.</summary>
    public bool IsUsual => Path == Policy.DefaultFileName;

    /// <summary>Of the check run and the status; what branch protection requires.</summary>
    public string CheckName => IsUsual ? Tool : $"{Tool}: {Path}";

    /// <summary>Of the artifact that carries the run record.</summary>
    public string ArtifactName => IsUsual ? $"{Tool}-run" : $"{Tool}-run-{UnfitForArtifact().Replace(Path, "-")}";

    /// <summary>Twelve hex digits.</summary>
    public string Key => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path)))[..12];

    /// <param name="text">From the root of the repository, with either kind of separator.</param>
    /// <exception cref="DiagnosticException">QG1015: it leads out of the repository, or nowhere.</exception>
    public static PolicyPath Parse(string text) => Normalised(text) is { } path
        ? new PolicyPath(path)
        : throw new DiagnosticException(
            "QG1015", new SourcePoint("--policy"), $"'{text}' is no path inside a repository.",
            "Name the policy from the root of the repository, such as services/llm/quantgate.yml.");

    /// <summary>Of a file on this machine.</summary>
    /// <param name="file">Full path.</param>
    /// <param name="root">Full path of the checkout; null, or one that does not hold the file, leaves the file's name.</param>
    public static PolicyPath Of(string file, string? root)
    {
        string path = Forward(file), name = path[(path.LastIndexOf('/') + 1)..];
        if (root is null) return Parse(name);
        string folder = Forward(root).TrimEnd('/') + "/";
        StringComparison comparison = HasDrive().IsMatch(folder) ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return path.StartsWith(folder, comparison) && Normalised(path[folder.Length..]) is { } inside
            ? new PolicyPath(inside)
            : Parse(name);
    }

    public override string ToString() => Path;

    private static string Forward(string path) => path.Replace('\\', '/');

    /// <summary>Without <c>.</c> and <c>..</c>; null for what is absolute, climbs out, or holds control characters.</summary>
    private static string? Normalised(string text)
    {
        string path = Forward(text);
        if (path.StartsWith('/') || HasDrive().IsMatch(path) || path.Any(char.IsControl)) return null;
        List<string> parts = [];
        foreach (string part in path.Split('/').Where(part => part is not ("" or ".")))
        {
            if (part != "..") parts.Add(part);
            else if (parts.Count == 0) return null;
            else parts.RemoveAt(parts.Count - 1);
        }

        return parts.Count == 0 ? null : string.Join('/', parts);
    }

    [GeneratedRegex("^[A-Za-z]:")]
    private static partial Regex HasDrive();

    [GeneratedRegex("[^A-Za-z0-9._-]+")]
    private static partial Regex UnfitForArtifact();
}
