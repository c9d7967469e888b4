using System.Globalization;
using ModelGate.Gate.Gates;

namespace ModelGate.Gate.Policies.Changes;

/// <summary>Settings with one value for the whole policy, defaults filled in.</summary>
internal static class SettingChanges
{
    private static readonly IReadOnlyList<Setting> All =
    [
        new(PolicyChangeKind.Baseline, "baseline", policy => policy.Baseline.Value.ToString()) { WrittenAt = "model" },
        new(PolicyChangeKind.Engine, "engine", policy => policy.Engine),
        new(PolicyChangeKind.Engine, "precision", policy => policy.Precision.ToString().ToLowerInvariant()),
        new(PolicyChangeKind.Deployment, "target.vllm", policy => policy.Target.Vllm?.ToString()) { MayAppear = true },
        new(PolicyChangeKind.Deployment, "target.tensor-parallel-size", policy => Text(policy.Target.TensorParallelSize))
        {
            MayAppear = true,
        },
        new(PolicyChangeKind.Deployment, "target.compute-capability", policy => policy.Target.Gpu?.ToString()) { MayAppear = true },
        new(PolicyChangeKind.Calibration, "calibration.data", policy => policy.Calibration.Data?.Value ?? "the model's own"),
        new(PolicyChangeKind.Calibration, "calibration.samples", policy => Text(policy.Calibration.Samples)),
        new(PolicyChangeKind.Calibration, "calibration.length", policy => Text(policy.Calibration.LengthTokens) ?? "the model's own"),
        new(PolicyChangeKind.Documents, "accuracy.data-folder", policy => policy.DataFolder),
        new(PolicyChangeKind.Documents, "accuracy.early-stopping", policy => Text(policy.StopsEarly)),
        new(PolicyChangeKind.Judge, "accuracy.judge.endpoint", policy => policy.Judge?.Settings.Endpoint.ToString())
        {
            MayAppear = true,
        },
        new(PolicyChangeKind.Judge, "accuracy.judge.model", policy => policy.Judge?.Settings.Model)
        {
            MayAppear = true, IsLoosened = IsJudged,
        },
        new(PolicyChangeKind.Judge, "accuracy.judge.key-variable", policy => policy.Judge is { } judge
            ? judge.Settings.KeyVariable ?? "the default" : null) { MayAppear = true, IsLoosened = IsJudged },
        new(PolicyChangeKind.Judge, "accuracy.judge.runs", policy => Text(policy.Judge?.Settings.Runs))
        {
            MayAppear = true, IsLoosened = IsJudged,
        },
        new(PolicyChangeKind.Judge, "accuracy.judge.most-unscored", policy => Share(policy.Judge?.Settings.MostUnscored))
        {
            MayAppear = true, IsLoosened = IsJudged,
        },
        new(PolicyChangeKind.Judge, "accuracy.judge.baseline-answers", policy => policy.Judge is { } judge
            ? judge.Settings.BaselineAnswers ?? "the task's" : null) { MayAppear = true, IsLoosened = IsJudged },
        new(PolicyChangeKind.Similarity, "accuracy.similarity.bertscore-model",
            policy => policy.Similarity.BertScoreModel?.Value.ToString() ?? SimilarityPolicy.DefaultBertScoreModel),
        new(PolicyChangeKind.Similarity, "accuracy.similarity.bertscore-layer",
            policy => Text(policy.Similarity.BertScoreLayer) ?? "the model's own"),
        new(PolicyChangeKind.Similarity, "accuracy.similarity.sts-model",
            policy => policy.Similarity.StsModel?.Value.ToString() ?? SimilarityPolicy.DefaultStsModel),
        new(PolicyChangeKind.Scenarios, "performance.requests", policy => Text(policy.Performance?.Requests))
        {
            MayAppear = true, IsLoosened = IsTimed,
        },
        new(PolicyChangeKind.Scenarios, "performance.warm-up", policy => Text(policy.Performance?.WarmUp))
        {
            MayAppear = true, IsLoosened = IsTimed,
        },
        new(PolicyChangeKind.Scenarios, "performance.scale-to-context", policy => Text(policy.Performance?.ScaleToContext))
        {
            IsLoosened = (_, after) => after.Performance?.ScaleToContext ?? false,
        },
        new(PolicyChangeKind.Price, "performance.price.usd-per-hour", policy => Text(policy.Performance?.UsdPerHour)) { MayAppear = true },
        new(PolicyChangeKind.Gates, "confidence", policy => Share(policy.Confidence))
        {
            IsLoosened = (before, after) =>
                after.Confidence < before.Confidence || before.OnInconclusive == OnInconclusive.Pass,
        },
        new(PolicyChangeKind.Seed, "seed", policy => policy.Seed.ToString(CultureInfo.InvariantCulture)),
        new(PolicyChangeKind.Verdict, "on-inconclusive", policy => policy.OnInconclusive.ToString().ToLowerInvariant())
        {
            IsLoosened = (before, after) => Leniency(after.OnInconclusive) > Leniency(before.OnInconclusive),
        },
        new(PolicyChangeKind.Verdict, "unpaired", policy => AllowsUnpaired(policy) ? "allow" : "refuse")
        {
            IsLoosened = (_, after) => AllowsUnpaired(after),
        },
        new(PolicyChangeKind.Verdict, "allow-unsafe-code", policy => Text(policy.AllowsUnsafeCode))
        {
            IsLoosened = (_, after) => after.AllowsUnsafeCode,
        },
        new(PolicyChangeKind.MayChange, "may-change", policy => Words(policy.MayChange))
        {
            IsLoosened = (before, after) => after.MayChange.Except(before.MayChange).Any(),
        },
    ];

    public static IEnumerable<PolicyChange> Of(PolicyState before, PolicyState after) =>
        from setting in All
        let old = setting.Value(before.Policy)
        let now = setting.Value(after.Policy)
        where old != now && !(old is null && setting.MayAppear) && setting.IsLoosened(before.Policy, after.Policy)
        select new PolicyChange(setting.Kind, setting.Key, old, now, setting.LineIn(before), setting.LineIn(after));

    /// <summary>A judge that is gone is said once, by its endpoint.</summary>
    private static bool IsJudged(Policy before, Policy after) => after.Judge is not null;

    /// <summary>Scenarios that are gone say it themselves.</summary>
    private static bool IsTimed(Policy before, Policy after) => after.Performance is not null;

    private static int Leniency(OnInconclusive word) => word switch
    {
        OnInconclusive.Fail => 0,
        OnInconclusive.Report => 1,
        _ => 2,
    };

    private static bool AllowsUnpaired(Policy policy) => policy.Gates.Any(gate => gate.AllowsUnpaired);

    private static string Words(IReadOnlyList<PolicyChangeKind> kinds) =>
        kinds.Count == 0 ? PolicyChangeKind.None : string.Join(", ", kinds.Select(kind => kind.Word));

    private static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(double? number) => number?.ToString("R", CultureInfo.InvariantCulture);

    private static string? Text(bool? flag) => flag switch { null => null, true => "true", false => "false" };

    private static string? Share(double? share) =>
        share is { } value ? ((decimal)value * 100).ToString("0.##########", CultureInfo.InvariantCulture) + " %" : null;

    /// <param name="Key">As written, dotted.</param>
    /// <param name="Value">With its default; null where there is none.</param>
    private sealed record Setting(PolicyChangeKind Kind, string Key, Func<Policy, string?> Value)
    {
        /// <summary>Where the base has no value, no gate of its can depend on it.</summary>
        public bool MayAppear { get; init; }

        /// <summary>Asked where the values differ. Default: any difference counts.</summary>
        public Func<Policy, Policy, bool> IsLoosened { get; init; } = (_, _) => true;

        /// <summary>The key that stands for this one where it is left out.</summary>
        public string? WrittenAt { get; init; }

        public int? LineIn(PolicyState state) =>
            state.LineOf(Key) ?? (WrittenAt is null ? null : state.LineOf(WrittenAt)) ?? Above(state);

        /// <summary>The nearest mapping above that is written.</summary>
        private int? Above(PolicyState state)
        {
            for (int end = Key.LastIndexOf('.'); end > 0; end = Key.LastIndexOf('.', end - 1))
            {
                if (state.LineOf(Key[..end]) is { } line) return line;
            }

            return null;
        }
    }
}
