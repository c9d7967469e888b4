using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary><c>take_first</c>: the first of the sampled answers.</summary>
public sealed class TakeFirst : IFilter
{
    public string Name => "take_first";

    public FilterFunction Bind(PartArguments arguments)
    {
        arguments.RefuseOthers();
        return (answers, _) => [answers[0]];
    }
}

/// <summary><c>take_first_k</c>: the first <c>k</c>.</summary>
public sealed class TakeFirstK : IFilter
{
    public string Name => "take_first_k";

    public FilterFunction Bind(PartArguments arguments)
    {
        int k = (int)(arguments.Integer("k") ?? 0);
        arguments.RefuseOthers();
        if (k < 1) throw new DiagnosticException(TaskCodes.WrongValue, arguments.PlaceOf("k"), "'k' must be at least 1.", "Give 'k'.");
        return (answers, document) => answers.Count >= k
            ? [.. answers.Take(k)]
            : throw new DiagnosticException(
                TaskCodes.WrongFieldValue, document.At, $"take_first_k takes {k} answers, there are {answers.Count}.",
                "Set 'repeats' higher.");
    }
}

/// <summary><c>majority_vote</c>: the most frequent answer, the earliest of equals.</summary>
public sealed class MajorityVote : IFilter
{
    public string Name => "majority_vote";

    public FilterFunction Bind(PartArguments arguments)
    {
        arguments.RefuseOthers();
        return (answers, _) => [answers.GroupBy(answer => answer, StringComparer.Ordinal).MaxBy(group => group.Count())!.Key];
    }
}
