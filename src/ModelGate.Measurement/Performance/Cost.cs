namespace ModelGate.Measurement.Performance;

/// <summary>Price arithmetic of arXiv 2411.02355, section 5 (tables 5 and 6). Prices are USD an hour of the whole deployment.</summary>
public static class Cost
{
    public const double SecondsPerHour = 3600;

    /// <summary>One request at a time: the rate is 1 ÷ latency.</summary>
    public static double QueriesPerUsd(double latencySeconds, double usdPerHour) => SecondsPerHour / (latencySeconds * usdPerHour);

    /// <summary>At a rate of queries a second that one deployment serves.</summary>
    public static double QueriesPerUsdAtRate(double queriesPerSecond, double usdPerHour) => SecondsPerHour * queriesPerSecond / usdPerHour;

    public static double UsdPerQuery(double queriesPerUsd) => 1 / queriesPerUsd;

    /// <param name="outputTokens">Of one query.</param>
    public static double UsdPerMillionOutputTokens(double queriesPerUsd, double outputTokens) => 1e6 / (queriesPerUsd * outputTokens);
}
