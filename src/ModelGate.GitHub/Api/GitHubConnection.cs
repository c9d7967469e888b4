using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Api;

/// <summary>Where GitHub is, which repository is meant, and on whose behalf.</summary>
/// <param name="Api">Such as <c>https://api.github.com</c>, or <c>https://HOST/api/v3</c> of an Enterprise Server.</param>
public sealed record GitHubConnection(Uri Api, RepositoryName Repository, GitHubToken Token)
{
    public const string AddressVariable = "GITHUB_API_URL";
    public const string RepositoryVariable = "GITHUB_REPOSITORY";
    public const string TokenVariable = "GITHUB_TOKEN";

    private const string PublicApi = "https://api.github.com";

    /// <summary>As a workflow's step finds it.</summary>
    /// <param name="variable">Gives an environment variable or null.</param>
    /// <exception cref="DiagnosticException">QG1001 to QG1003, all that are wrong.</exception>
    public static GitHubConnection FromEnvironment(Func<string, string?> variable)
    {
        List<Diagnostic> wrong = [];
        Uri? api = ReadAddress(variable(AddressVariable));
        if (api is null)
        {
            wrong.Add(new(
                ApiCodes.Address, new(AddressVariable), "The address of GitHub's API is no http address.",
                $"Set it to {PublicApi}, or to https://HOST/api/v3 of an Enterprise Server."));
        }

        string? stated = variable(RepositoryVariable);
        if (!RepositoryName.TryParse(stated, out RepositoryName? repository))
        {
            wrong.Add(new(
                ApiCodes.Repository, new(RepositoryVariable),
                string.IsNullOrEmpty(stated) ? "No repository is named." : $"The repository '{stated}' is not OWNER/NAME.",
                "Set it to OWNER/NAME, as workflows have it."));
        }

        GitHubToken? token = null;
        try
        {
            token = GitHubToken.Parse(variable(TokenVariable), new(TokenVariable));
        }
        catch (DiagnosticException unfit)
        {
            wrong.AddRange(unfit.Diagnostics);
        }

        return wrong.Count == 0 ? new(api!, repository!, token!) : throw new DiagnosticException(wrong);
    }

    private static Uri? ReadAddress(string? text)
    {
        string address = string.IsNullOrWhiteSpace(text) ? PublicApi : text.Trim();
        bool isHttp = Uri.TryCreate(address, UriKind.Absolute, out Uri? api)
            && api is { Scheme: "https" or "http", UserInfo: "", Query: "", Fragment: "" };
        return isHttp ? api : null;
    }
}
