using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>Where the Hub and its cache are, and who asks.</summary>
/// <param name="Endpoint">Such as <c>https://huggingface.co</c>; <c>HF_ENDPOINT</c>.</param>
/// <param name="CacheDirectory">The folder with <c>models--OWNER--NAME</c>; <c>HF_HUB_CACHE</c>, else <c>HF_HOME/hub</c>.</param>
/// <param name="Offline">Only what the cache holds; <c>HF_HUB_OFFLINE</c>.</param>
public sealed record HubOptions(Uri Endpoint, string CacheDirectory, bool Offline)
{
    /// <summary><c>HF_TOKEN</c>; sent to the endpoint alone. Not part of the record's text.</summary>
    internal string? Token { get; private init; }

    /// <summary>Reads the variables that huggingface_hub reads.</summary>
    /// <param name="variable">Gives an environment variable or null.</param>
    /// <param name="offline">True overrides <c>HF_HUB_OFFLINE</c>.</param>
    /// <exception cref="DiagnosticException">QG0401: <c>HF_ENDPOINT</c> is no address.</exception>
    public static HubOptions FromEnvironment(Func<string, string?> variable, bool offline = false)
    {
        string address = NonEmpty(variable("HF_ENDPOINT")) ?? "https://huggingface.co";
        // Without the slash, relative addresses would replace the last part of a mirror's path.
        if (!Uri.TryCreate(address.TrimEnd('/') + '/', UriKind.Absolute, out Uri? endpoint) || endpoint.Scheme is not ("http" or "https"))
        {
            throw new DiagnosticException(
                HubCodes.ReferenceWrong, new SourcePoint("HF_ENDPOINT"), $"'{address}' is no web address.", "Write it as https://HOST.");
        }

        string home = NonEmpty(variable("HF_HOME"))
            ?? Path.Combine(NonEmpty(variable("XDG_CACHE_HOME")) ?? Path.Combine(UserHome(variable), ".cache"), "huggingface");
        string cache = NonEmpty(variable("HF_HUB_CACHE")) ?? Path.Combine(home, "hub");
        bool offlineVariable = variable("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON";
        return new HubOptions(endpoint, cache, offline || offlineVariable) { Token = NonEmpty(variable("HF_TOKEN"))?.Trim() };
    }

    private static string UserHome(Func<string, string?> variable) =>
        NonEmpty(variable("HOME")) ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
