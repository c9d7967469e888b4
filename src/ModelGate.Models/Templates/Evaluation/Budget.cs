using System.Text;

namespace ModelGate.Models.Templates.Evaluation;

/// <summary>Counts the work of one rendering and ends it where it runs away.</summary>
internal sealed class Budget(JinjaOptions options)
{
    private long _steps;

    public int MaxLength => options.MaxLength;

    public void Step(long steps = 1)
    {
        _steps += steps;
        if (_steps > options.MaxSteps) throw TemplateFault.Limit($"The template takes over {options.MaxSteps} steps");
    }

    /// <summary>For a text that was made.</summary>
    public string Charge(string text)
    {
        RequireLength(text.Length);
        Step(text.Length >> 6);
        return text;
    }

    public void RequireLength(long length)
    {
        if (length > MaxLength) throw TemplateFault.Limit($"The template makes a text or list longer than {MaxLength}");
    }

    public void Append(StringBuilder output, string text)
    {
        RequireLength((long)output.Length + text.Length);
        Step(text.Length >> 6);
        output.Append(text);
    }
}
