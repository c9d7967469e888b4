using System.Globalization;
using System.Net;

namespace ModelGate.GitHub.Api;

/// <summary>Tells rate limits from missing rights; both may be a 403.</summary>
internal static class RateLimit
{
    /// <summary>GitHub's least wait where a secondary limit names none.</summary>
    private static readonly TimeSpan LeastWait = TimeSpan.FromMinutes(1);

    /// <param name="message">GitHub's, or null.</param>
    /// <param name="now">Where GitHub does not state its own time.</param>
    /// <returns>Null where no limit was hit.</returns>
    public static Attempt.Again? Find(HttpResponseMessage response, string? message, string what, DateTimeOffset now)
    {
        bool tooMany = response.StatusCode == HttpStatusCode.TooManyRequests;
        if (!tooMany && response.StatusCode != HttpStatusCode.Forbidden) return null;

        // The last request allowed may be refused for want of rights: remaining 0 alone proves no limit.
        bool isTold = message is not null && (Says(message, "rate limit") || Says(message, "abuse"));
        bool isLimit = tooMany || isTold || message is null;
        // GitHub's own clock, as the reset is on it.
        DateTimeOffset githubNow = response.Headers.Date ?? now;
        if (isLimit && Header(response, "x-ratelimit-remaining") == 0 && Header(response, "x-ratelimit-reset") is { } reset)
        {
            DateTimeOffset until = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(reset, 0, 253_402_300_799));
            TimeSpan wait = until - githubNow;
            return Limited(what, message, (wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + TimeSpan.FromSeconds(1), until);
        }

        if (RetryAfter(response, githubNow) is { } asked) return Limited(what, message, asked, githubNow + asked);
        return tooMany || isTold ? Limited(what, message, null, null) : null;
    }

    private static Attempt.Again Limited(string what, string? message, TimeSpan? wait, DateTimeOffset? until)
    {
        string lasts = until is { } end ? $"; it lasts until {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "";
        GitHubProblem.RateLimited problem = new($"GitHub did not {what}: its rate limit was hit{lasts}{Problems.Quote(message)}.", until);
        return new(problem, wait ?? LeastWait, Doubles: wait is null, InDoubt: false);
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - now,
            _ => null,
        };
        return wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait;
    }

    private static long? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values)
            && long.TryParse(values.First(), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    private static bool Says(string message, string words) => message.Contains(words, StringComparison.OrdinalIgnoreCase);
}
