using System.Text.Json;
using ModelGate.Measurement.Accuracy.Documents;

namespace ModelGate.Measurement.Tests.Accuracy.InstructionFollowing;

/// <summary>Documents in the form of google/IFEval.</summary>
internal static class InstructionDocuments
{
    /// <param name="instructions">Id and arguments as JSON.</param>
    public static Document Of(params IReadOnlyList<(string Id, string Arguments)> instructions) => new(
        0,
        new OrderedDictionary<string, object?>
        {
            ["key"] = 1L,
            ["prompt"] = "Write.",
            ["instruction_id_list"] = instructions.Select(instruction => (object?)instruction.Id).ToList(),
            ["kwargs"] = instructions.Select(instruction => JsonValues.FromJson(JsonElement.Parse(instruction.Arguments))).ToList(),
        },
        new("input_data.jsonl", 7));
}
