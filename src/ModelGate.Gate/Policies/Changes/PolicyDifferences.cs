using ModelGate.Measurement.Accuracy;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>
/// Everything in which a changed policy could let pass what its base fails. Stricter and neutral changes are none; where that is not
/// clear, it counts.
/// </summary>
internal static class PolicyDifferences
{
    /// <param name="resolve">What a task entry of the change names; null where that is not known.</param>
    /// <returns>In the order of the base's policy.</returns>
    public static IReadOnlyList<PolicyChange> Of(PolicyState before, PolicyState after, Func<TaskEntry, TaskSelection?> resolve)
    {
        List<PolicyChange> found =
        [
            .. SettingChanges.Of(before, after),
            .. new MeasurementChanges(before.Policy, after.Policy, resolve).Find(),
            .. new GateChanges(before.Policy, after.Policy).Find(),
        ];
        return [.. found.OrderBy(change => change.BaseLine ?? int.MaxValue).ThenBy(change => change.HeadLine)];
    }
}
