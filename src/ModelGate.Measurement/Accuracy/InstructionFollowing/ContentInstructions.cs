using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

public abstract partial record Instruction
{
    /// <summary>At least so many <c>[placeholders]</c>, each as short as can be and on one line.</summary>
    public sealed partial record NumberOfPlaceholders(int Count) : Instruction
    {
        public override bool IsFollowedBy(string reply) => Placeholder().Count(reply) >= Count;

        [GeneratedRegex(@"\[.*?\]", RegexOptions.CultureInvariant)]
        private static partial Regex Placeholder();
    }

    /// <summary>The lower-cased reply has the marker somewhere.</summary>
    public sealed record Postscript(Regex Marker) : Instruction
    {
        public override bool IsFollowedBy(string reply) => Marker.IsMatch(PythonCase.Lower(reply));

        /// <summary>The pattern for a marker: <c>P.P.S</c> and <c>P.S.</c> allow a space inside, any other is a pattern itself.</summary>
        public static string PatternFor(string marker) => marker switch
        {
            "P.P.S" => @"p\.\s?p\.\s?s",
            "P.S." => @"p\.\s?s\.",
            _ => PythonCase.Lower(marker),
        };
    }

    /// <summary>No comma at all.</summary>
    public sealed record NoComma : Instruction
    {
        public override bool IsFollowedBy(string reply) => !reply.Contains(',', StringComparison.Ordinal);
    }
}
