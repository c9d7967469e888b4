using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>Where the Hub and its cache are, and who asks.</summary>
/// <param name="Endpoint">Such as <c>https://huggingface.co</c>; <c>HF_ENDPOINT</c>.</param>
/// <param name="CacheDirectory">The folder with <c>models--OWNER--NAME</c>; <c>HF_HUB_CACHE</c>, else <c>HF_HOME/hub</c>.</param>
/// <param name="Offline">Only what the cache holds; <c>HF_HUB_OFFLINE</c>.</param>
public sealed record HubOptions(Uri Endpoint, string CacheDirectory, bool Offline)
{
    /// <summary>The service that gives rows of data sets; <c>HF_DATASETS_SERVER</c>.</summary>
    public Uri DatasetsServer { get; private init; } = new("https://datasets-server.huggingface.co/");

    /// <summary>
    /// <c>HF_TOKEN</c>, else <c>HUGGING_FACE_HUB_TOKEN</c>, else the file that <c>hf auth login</c> writes; sent to the two services alone.
    /// Not part of the record's text.
    /// </summary>
    internal string? Token { get; private init; }

    /// <summary>Reads the variables that huggingface_hub reads.</summary>
    /// <param name="variable">Gives an environment variable or null.</param>
    /// <param name="offline">True overrides <c>HF_HUB_OFFLINE</c>.</param>
    /// <exception cref="DiagnosticException">QG0401: <c>HF_ENDPOINT</c> is no address.</exception>
    public static HubOptions FromEnvironment(Func<string, string?> variable, bool offline = false)
    {
        Uri endpoint = Address(variable, "HF_ENDPOINT", "https://huggingface.co");

        string home = NonEmpty(variable("HF_HOME"))
            ?? Path.Combine(NonEmpty(variable("XDG_CACHE_HOME")) ?? Path.Combine(UserHome(variable), ".cache"), "huggingface");
        string cache = NonEmpty(variable("HF_HUB_CACHE")) ?? Path.Combine(home, "hub");
        bool offlineVariable = variable("HF_HUB_OFFLINE")?.ToUpperInvariant() is "1" or "TRUE" or "YES" or "ON";
        string tokenFile = NonEmpty(variable("HF_TOKEN_PATH")) ?? Path.Combine(home, "token");
        return new HubOptions(endpoint, cache, offline || offlineVariable)
        {
            DatasetsServer = Address(variable, "HF_DATASETS_SERVER", "https://datasets-server.huggingface.co"),
            Token = (NonEmpty(variable("HF_TOKEN")) ?? NonEmpty(variable("HUGGING_FACE_HUB_TOKEN"))
                ?? (File.Exists(tokenFile) ? NonEmpty(File.ReadAllText(tokenFile)) : null))?.Trim(),
        };
    }

    private static Uri Address(Func<string, string?> variable, string name, string usual)
    {
        string address = NonEmpty(variable(name)) ?? usual;
        // Without the slash, relative addresses would replace the last part of a mirror's path.
        return Uri.TryCreate(address.TrimEnd('/') + '/', UriKind.Absolute, out Uri? parsed) && parsed.Scheme is ("http" or "https")
            ? parsed
            : throw new DiagnosticException(
                HubCodes.ReferenceWrong, new SourcePoint(name), $"'{address}' is no web address.", "Write it as https://HOST.");
    }

    private static string UserHome(Func<string, string?> variable) =>
        NonEmpty(variable("HOME")) ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string? NonEmpty(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
