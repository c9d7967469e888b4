using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters.Html.Sections;

/// <summary>Accuracy against latency and cost.</summary>
internal static class TradeoffSection
{
    /// <summary>A section without chart where nothing was timed: silence would look like an error.</summary>
    public static Section Of(RunRecord record)
    {
        const string title = "Recovery, latency and cost";
        if (TradeoffData.Of(record) is not { } data)
        {
            bool isTimed = record.Baseline.Scenarios.Count > 0;
            return new Section("tradeoff", title, Markup.Of(
                $"<p>{(isTimed ? "No suite was scored, so that there is nothing to weigh time and cost against." : Untimed)}</p>"));
        }

        Markup controls = Markup.Of(
            $"""
            <form class="controls" aria-label="What the points show">
            {ChartFigure.Select("tradeoff-suite", "Suite", data.Suites.Select(name => (name, name)))}
            {ChartFigure.Select("tradeoff-scenario", "Scenario", data.Scenarios.Select(name => (name, name)))}
            {ChartFigure.Select("tradeoff-latency", "Latency", data.Latencies.Select(name => (name, name)))}
            </form>
            <p id="tradeoff-front" class="faint" aria-live="polite"></p>
            """);
        const string says = "Recovery against latency and against queries per dollar, one point for each model.";
        return new Section("tradeoff", title, Markup.Of(
            $"""
            <p>Up and towards the better side is better. The line joins the models that no other beats on both axes. Formats that the engine
            only emulates are hollow and stand outside the comparison: their times say nothing about hardware that runs them.</p>
            {ChartFigure.Of("tradeoff", says, controls, Table(data))}
            """));
    }

    private const string Untimed = "Nothing was timed in this run: the policy names no scenario under 'performance'.";

    private static Markup Table(TradeoffData data)
    {
        string[] metrics =
        [
            .. data.Latencies,
            .. data.Models.SelectMany(model => model.Scenarios.Values).SelectMany(scenario => scenario.Measured.Keys).Distinct()
                .Where(metric => !data.Latencies.Contains(metric)),
        ];
        return DataTable.Of(
            "Recovery, time and cost of each model",
            ["model", .. data.Suites.Select(suite => $"recovery, {suite}"), "scenario", "times", .. metrics],
            from model in data.Models
            from scenario in model.Scenarios
            select (IReadOnlyList<string>)
            [
                model.Name, .. data.Suites.Select(suite => model.Recovery.GetValueOrDefault(suite)?.Text ?? "–"), scenario.Key,
                scenario.Value.IsEmulated ? "emulated" : "measured",
                .. metrics.Select(metric => scenario.Value.Measured.GetValueOrDefault(metric)?.Text ?? "–"),
            ]);
    }
}
