using System.Net.Http.Headers;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>The secret that a judge's provider asks for. It leaves this class as a header only; texts are cleared of it.</summary>
public sealed class JudgeKey
{
    private readonly string? _key;

    private JudgeKey(string? key) => _key = key;

    public bool IsPresent => _key is not null;

    /// <summary>
    /// The variable that the settings name; without one the default variable, whose key was not meant for this address in particular and
    /// therefore goes to encrypted and local addresses only.
    /// </summary>
    /// <param name="variable">Gives an environment variable or null.</param>
    /// <param name="at">Where the settings name the variable.</param>
    /// <exception cref="DiagnosticException">QG0633: the named variable is empty, or holds no key. The value is not shown.</exception>
    public static JudgeKey Of(JudgeSettings settings, Func<string, string?> variable, SourcePoint at)
    {
        string name = settings.KeyVariable ?? JudgeSettings.DefaultKeyVariable;
        string? key = variable(name)?.Trim();
        if (string.IsNullOrEmpty(key))
        {
            return settings.KeyVariable is null
                ? new(null)
                : throw new DiagnosticException(
                    TaskCodes.JudgeKey, at, $"The environment variable {name} is empty.", "Set it to the judge's key.");
        }

        if (key.Any(character => character is <= ' ' or > '~'))
        {
            throw new DiagnosticException(
                TaskCodes.JudgeKey, at, $"The value of {name} has characters that no key can have.", "Set it to the key alone.");
        }

        bool isSafe = settings.Endpoint.Scheme == Uri.UriSchemeHttps || settings.Endpoint.IsLoopback;
        return new(settings.KeyVariable is null && !isSafe ? null : key);
    }

    public static JudgeKey None { get; } = new(null);

    internal void AddTo(HttpRequestMessage request)
    {
        if (_key is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _key);
    }

    /// <summary>The text with the key blacked out, should a server have sent it back.</summary>
    internal string Clear(string text) => _key is null ? text : text.Replace(_key, "[key]", StringComparison.Ordinal);

    public override string ToString() => _key is null ? "no key" : "a key";
}
