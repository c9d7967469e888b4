using ModelGate.GitHub.Baselines;

namespace ModelGate.GitHub.Publishing;

/// <summary>What to publish.</summary>
/// <param name="Folder">Full path of the run's folder; for outputs, and for the event file of a fork's run.</param>
/// <param name="Base">Where the base branch's last run is.</param>
public sealed record PublishRequest(RunFolder Run, string Folder, PolicyPath Policy, BaseRunPlace Base);
