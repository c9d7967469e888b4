using System.Text.RegularExpressions;

namespace ModelGate.Measurement.Accuracy.Filters;

/// <summary>
/// <c>extract_code_block</c>: the first fenced block of an answer whose fence the prompt has opened; nothing where it is never closed.
/// As in the harness (lm_eval/tasks/mbpp/utils.py), a word right at the start is taken for the block's language and lost, so that only
/// answers that begin with a line break keep it.
/// </summary>
public sealed partial class CodeBlock : TextFilter
{
    private const string Fence = "```";

    public override string Name => "extract_code_block";

    protected override string Apply(string answer)
    {
        Match block = Fenced().Match(Fence + answer);
        return block.Success ? block.Groups[1].Value : "";
    }

    // Without a match the harness takes the word "python" off the fences and looks again, which cannot match either.
    [GeneratedRegex(@"```(?:\w+)?\n?(.*?)\n?```", RegexOptions.Singleline)]
    private static partial Regex Fenced();
}
