namespace ModelGate.Measurement.Performance;

/// <summary>The timed requests of one side (a baseline or a candidate) in one scenario.</summary>
/// <param name="Requests">Measured requests in the order they ran, warm-up left out.</param>
/// <param name="UsdPerHour">Price of the machine that was measured; null where the policy names none.</param>
/// <param name="IsEmulated">The engine only emulates the format's arithmetic: shown, never gated.</param>
public sealed record ScenarioRun(
    Scenario Scenario, LoadMode Mode, IReadOnlyList<RequestTiming> Requests, double? UsdPerHour, bool IsEmulated);
