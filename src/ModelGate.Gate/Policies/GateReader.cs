using ModelGate.Gate.Gates;
using ModelGate.Gate.Yaml;
using ModelGate.Measurement;
using ModelGate.Measurement.Performance;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies;

/// <summary>Turns one item of <c>gates:</c>, whose form was checked, into a rule. What a gate names must exist and be measured.</summary>
/// <param name="hasTasks">The policy measures accuracy.</param>
/// <param name="scenarios">
/// Names of the scenarios that the policy times; null where they could not be read, which is reported already.
/// </param>
/// <param name="hasPrice">The policy names a price.</param>
internal sealed class GateReader(
    YamlProblems problems,
    IReadOnlyList<string> candidates,
    bool hasTasks,
    IReadOnlyList<string>? scenarios,
    bool hasPrice,
    double confidence,
    bool allowsUnpaired)
{
    public GateRule? Read(YamlMapping mapping)
    {
        var fields = new YamlFields(mapping, problems, "the gate");
        YamlNode metricNode = fields.Node("metric")!;
        string name = ((YamlScalar)metricNode).Value;
        if (Metric.Find(name) is not { } metric)
        {
            string nearest = NearestKey.Of(name, Metric.Names) is { } near ? $"Did you mean '{near}'? " : "";
            problems.Add(
                PolicyCodes.UnknownName, metricNode.At,
                $"There is no metric '{name}'.", $"{nearest}Use one of: {string.Join(", ", Metric.Names)}.");
            return null;
        }

        CheckMeasured(metric, metricNode.At);
        CheckScopes(metric, fields);
        Bound? bound = ReadBound(metric, mapping.At, fields);
        IReadOnlyList<string>? gateCandidates = ReadCandidates(fields);
        double margin = fields.Node("margin") is { } marginNode ? ReadQuantity(metric, marginNode, "margin") ?? 0 : 0;
        if (margin < 0) problems.WrongValue(fields.Node("margin")!, "'margin' is negative.", "Write 0 or more.");
        if (bound is null) return null;
        return new GateRule
        {
            Metric = metric,
            Bound = bound,
            Margin = margin,
            Confidence = fields.Node("confidence") is { } own ? ConfidenceOf(own, problems) ?? confidence : confidence,
            DecideBy = fields.Text("decide-by") == "estimate" ? DecideBy.Estimate : DecideBy.Interval,
            Per = fields.Text("per") == "task" ? GateScope.Task : GateScope.Suite,
            WhereBaselineAbove = fields.Node("where-baseline-above") is YamlScalar above
                && Units.Parse(above.Value) is Quantity.Percent percent ? percent.Fraction : null,
            Candidates = gateCandidates,
            Tasks = fields.Texts("task"),
            Scenarios = ReadScenarios(fields),
            Mean = fields.Text("mean") == "geometric" ? ScenarioMean.Geometric : ScenarioMean.Arithmetic,
            PassesWhenNotApplicable = fields.Text("if-not-applicable") == "pass",
            AllowsUnpaired = allowsUnpaired,
            At = mapping.At,
        };
    }

    /// <summary>Above 50 % and below 100 %.</summary>
    public static double? ConfidenceOf(YamlNode node, YamlProblems problems)
    {
        if (Units.Parse(((YamlScalar)node).Value) is Quantity.Percent { Fraction: > 0.5 and < 1 } percent) return percent.Fraction;
        problems.WrongValue(node, "'confidence' must lie between 50% and 100%.", "Write 95% unless you have a reason.");
        return null;
    }

    private Bound? ReadBound(Metric metric, SourcePoint at, YamlFields fields)
    {
        YamlNode? least = fields.Node("at-least"), most = fields.Node("at-most");
        if ((least is null) == (most is null))
        {
            problems.Add(PolicyCodes.Contradiction, at,
                least is null ? $"The gate on {metric.Name} has no bound." : $"The gate on {metric.Name} has two bounds.",
                $"Give '{(metric.Better == Direction.HigherIsBetter ? "at-least" : "at-most")}' alone.");
            return null;
        }

        bool isLeast = least is not null;
        if (isLeast != (metric.Better == Direction.HigherIsBetter))
        {
            problems.Add(PolicyCodes.Contradiction, (least ?? most)!.At,
                $"{(isLeast ? "Lower" : "Higher")} is better for {metric.Name}, "
                    + $"so that '{(isLeast ? "at-least" : "at-most")}' would fail good candidates.",
                isLeast ? "Use 'at-most'." : "Use 'at-least'.");
            return null;
        }

        if (ReadQuantity(metric, (least ?? most)!, isLeast ? "at-least" : "at-most") is not { } limit) return null;
        return isLeast ? new Bound.AtLeast(limit) : new Bound.AtMost(limit);
    }

    /// <summary>The number in the metric's own unit; another unit is an error, never converted silently.</summary>
    private double? ReadQuantity(Metric metric, YamlNode node, string key)
    {
        Quantity? quantity = Units.Parse(((YamlScalar)node).Value);
        (double? value, string unit) = (metric.Unit, quantity) switch
        {
            (MetricUnit.Percent, Quantity.Percent percent) => (percent.Fraction, ""),
            (MetricUnit.Percent, _) => (null, "a percentage, such as 99%"),
            (MetricUnit.Seconds, Quantity.Time time) => (time.Seconds, ""),
            (MetricUnit.Seconds, _) => (null, "a duration, such as 100 ms"),
            (_, Quantity.Plain plain) => (plain.Value, ""),
            (MetricUnit.Ratio, _) => (null, "a plain ratio, such as 1.05"),
            (MetricUnit.Nats, _) => (null, "a plain number of nats, such as 0.01"),
            _ => ((double?)null, "a plain number"),
        };
        if (value is null)
        {
            problems.Add(
                PolicyCodes.WrongUnit, node.At,
                $"'{key}' of {metric.Name} is '{((YamlScalar)node).Value}', but must be {unit}.", "Write it with the metric's unit.");
        }

        return value;
    }

    private IReadOnlyList<string>? ReadCandidates(YamlFields fields)
    {
        if (fields.Node("for") is not { } node) return null;
        IReadOnlyList<YamlNode> items = node is YamlSequence list ? list.Items : [node];
        foreach (YamlScalar item in items.Cast<YamlScalar>().Where(item => !candidates.Contains(item.Value, StringComparer.Ordinal)))
        {
            string nearest = NearestKey.Of(item.Value, candidates) is { } near ? $"Did you mean '{near}'? " : "";
            problems.Add(
                PolicyCodes.EmptySelection, item.At,
                $"There is no candidate '{item.Value}'.", $"{nearest}Use one of: {string.Join(", ", candidates)}.");
        }

        return fields.Texts("for");
    }

    private IReadOnlyList<string>? ReadScenarios(YamlFields fields)
    {
        if (scenarios is null || fields.Node("scenario") is not { } node) return null;
        IReadOnlyList<YamlNode> items = node is YamlSequence list ? list.Items : [node];
        foreach (YamlScalar item in items.Cast<YamlScalar>().Where(item => !scenarios.Contains(item.Value, StringComparer.Ordinal)))
        {
            problems.Add(
                PolicyCodes.EmptySelection, item.At,
                $"The policy does not measure scenario '{item.Value}'.", "Add it to 'performance: scenarios:'.");
        }

        return fields.Texts("scenario");
    }

    private void CheckMeasured(Metric metric, SourcePoint at)
    {
        bool needsTasks = metric.Source
            is MetricSource.Scores or MetricSource.RollingText or MetricSource.AnswerLengths or MetricSource.AnswerTexts;
        bool needsTimes = metric.Source is MetricSource.Requests or MetricSource.AllScenarios;
        bool needsPrice = metric == Metric.QueriesPerUsd || metric == Metric.CostReduction;
        if (needsTasks && !hasTasks) Missing(metric, at, "'accuracy: tasks:'");
        else if (scenarios is null) return;
        else if (needsTimes && scenarios.Count == 0) Missing(metric, at, "'performance: scenarios:'");
        else if (needsPrice && !hasPrice) Missing(metric, at, "'performance: price: usd-per-hour:'");
    }

    private void Missing(Metric metric, SourcePoint at, string key) => problems.Add(
        PolicyCodes.NotMeasured, at, $"The gate on {metric.Name} would find nothing measured: the policy has no {key}.", $"Add {key}.");

    /// <summary>Keys that mean nothing for the metric would look like a narrower gate than it is.</summary>
    private void CheckScopes(Metric metric, YamlFields fields)
    {
        bool isScores = metric.Source == MetricSource.Scores;
        bool isTimes = metric.Source is MetricSource.Requests or MetricSource.AllScenarios;
        Refuse("where-baseline-above", isScores);
        Refuse("if-not-applicable", isScores);
        Refuse("task", !isTimes && metric != Metric.SizeRatio);
        Refuse("per", !isTimes && metric != Metric.SizeRatio);
        Refuse("scenario", isTimes);
        Refuse("mode", isTimes);
        Refuse("mean", metric.Source == MetricSource.AllScenarios);

        void Refuse(string key, bool applies)
        {
            if (applies || fields.Node(key) is not { } node) return;
            problems.Add(PolicyCodes.Contradiction, node.At, $"'{key}' means nothing for {metric.Name}.", $"Remove '{key}'.");
        }
    }
}
