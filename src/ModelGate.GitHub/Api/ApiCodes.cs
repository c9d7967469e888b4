namespace ModelGate.GitHub.Api;

/// <summary>Codes of what a user can fix before GitHub is asked at all.</summary>
internal static class ApiCodes
{
    /// <summary>The address of GitHub's API is none.</summary>
    public const string Address = "QG1001";

    /// <summary>The repository is not OWNER/NAME.</summary>
    public const string Repository = "QG1002";

    /// <summary>The token is missing, or cannot be one.</summary>
    public const string Token = "QG1003";
}
