using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html;

/// <summary>Accuracy against time and cost, one point for each model and scenario.</summary>
/// <param name="Latencies">Metrics in seconds, lower is better.</param>
internal sealed record TradeoffData(
    IReadOnlyList<string> Suites, IReadOnlyList<string> Scenarios, IReadOnlyList<string> Latencies, IReadOnlyList<TradeoffModel> Models)
{
    public const string Cost = "queries-per-usd";

    /// <summary>Null where nothing was timed or no suite was scored.</summary>
    public static TradeoffData? Of(RunRecord record)
    {
        string[] suites = [.. record.Candidates.SelectMany(candidate => candidate.Suites).Select(suite => suite.Suite).Distinct()];
        IEnumerable<ScenarioRecord> all =
            [.. record.Baseline.Scenarios, .. record.Candidates.SelectMany(candidate => candidate.Model.Scenarios)];
        string[] scenarios = [.. all.Select(scenario => scenario.Scenario).Distinct()];
        if (suites.Length == 0 || scenarios.Length == 0) return null;
        string[] latencies =
            [.. all.SelectMany(scenario => scenario.Measured).Where(m => m.Unit == "Seconds").Select(m => m.Metric).Distinct()];
        return new TradeoffData(suites, scenarios, latencies,
        [
            new TradeoffModel("baseline", suites.ToDictionary(suite => suite, _ => Number.Whole), Timed(record.Baseline)),
            .. record.Candidates.Select(candidate => new TradeoffModel(
                candidate.Name,
                candidate.Suites.Where(suite => suite.Recovery is not null)
                    .ToDictionary(suite => suite.Suite, suite => Number.Of(suite.Recovery!)),
                Timed(candidate.Model))),
        ]);
    }

    private static Dictionary<string, TimedScenario> Timed(ModelRecord model) => model.Scenarios
        .GroupBy(scenario => scenario.Scenario)
        .ToDictionary(group => group.Key, group => new TimedScenario(
            group.First().IsEmulated,
            group.First().Measured.DistinctBy(measured => measured.Metric)
                .ToDictionary(measured => measured.Metric, Number.Of)));
}

/// <param name="Recovery">By suite.</param>
/// <param name="Scenarios">By name.</param>
internal sealed record TradeoffModel(
    string Name, IReadOnlyDictionary<string, Number> Recovery, IReadOnlyDictionary<string, TimedScenario> Scenarios);

/// <param name="IsEmulated">The engine computes the format but not at its speed: no point of the front.</param>
internal sealed record TimedScenario(bool IsEmulated, IReadOnlyDictionary<string, Number> Measured);

internal sealed record Number(double Value, double? Low, double? High, string Text)
{
    /// <summary>The baseline's recovery of itself.</summary>
    public static Number Whole { get; } = new(1, null, null, "100 %");

    public static Number Of(MeasuredRecord measured) => new(measured.Value, measured.Low, measured.High, measured.Text);
}
