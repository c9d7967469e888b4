using System.Text.RegularExpressions;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>Which judge is asked, and how.</summary>
public sealed partial record JudgeSettings
{
    public const string DefaultModel = "gpt-4-1106-preview";

    public const string DefaultKeyVariable = "OPENAI_API_KEY";

    /// <summary>As the paper did: two complete runs, their scores averaged.</summary>
    public const int DefaultRuns = 2;

    public const int DefaultParallel = 8;

    public const double DefaultMostUnscored = 0.05;

    /// <summary>Base of an OpenAI-compatible API, such as <c>https://api.openai.com/v1</c>; no user, query or fragment.</summary>
    public required Uri Endpoint { get; init; }

    public string Model { get; init; } = DefaultModel;

    /// <summary>Environment variable of the API key; null takes the default one, which goes to encrypted or local addresses only.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Complete judging runs, at least 1.</summary>
    public int Runs { get; init; } = DefaultRuns;

    /// <summary>Requests at a time, at least 1.</summary>
    public int Parallel { get; init; } = DefaultParallel;

    /// <summary>Share of games that may end without a verdict, in [0, 1]; with more the task is an error.</summary>
    public double MostUnscored { get; init; } = DefaultMostUnscored;

    /// <summary>Null where no price is given.</summary>
    public JudgePrice? Price { get; init; }

    /// <summary>Absolute path of the baseline's answers; null takes the task's own.</summary>
    public string? BaselineAnswers { get; init; }

    /// <summary>Null where the text is no base of an API; what is wrong does not repeat a secret in it.</summary>
    public static Uri? TryEndpoint(string text, out string problem)
    {
        problem = "";
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https"))
        {
            problem = "this is no http or https address.";
        }
        else if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            problem = "a user, query or fragment is not part of it; a key belongs into an environment variable.";
        }

        return problem.Length == 0 ? address : null;
    }

    /// <summary>What environment variables are called; a key pasted by mistake is not.</summary>
    public static bool IsVariableName(string text) => VariableName().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_]{0,63}\z")]
    private static partial Regex VariableName();
}

/// <summary>What tokens of the judge cost, in USD per million.</summary>
public sealed record JudgePrice(double InputUsdPerMillion, double OutputUsdPerMillion)
{
    public double Of(JudgeUsage usage) => ((usage.InputTokens * InputUsdPerMillion) + (usage.OutputTokens * OutputUsdPerMillion)) / 1e6;
}
