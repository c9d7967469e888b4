using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary><c>remove_whitespace</c>: strips both ends.</summary>
public sealed class RemoveWhitespace : TextFilter
{
    public override string Name => "remove_whitespace";

    protected override string Apply(string answer) => PythonText.Strip(answer);
}

public sealed class Lowercase : TextFilter
{
    public override string Name => "lowercase";

    protected override string Apply(string answer) => answer.ToLowerInvariant();
}

public sealed class Uppercase : TextFilter
{
    public override string Name => "uppercase";

    protected override string Apply(string answer) => answer.ToUpperInvariant();
}

/// <summary>A filter that changes each answer by itself and has no arguments.</summary>
public abstract class TextFilter : IFilter
{
    public abstract string Name { get; }

    public FilterFunction Bind(PartArguments arguments)
    {
        arguments.RefuseOthers();
        return (answers, _) => [.. answers.Select(Apply)];
    }

    protected abstract string Apply(string answer);
}
