using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing;

/// <summary>The instructions of one document: <c>instruction_id_list</c> and, of the same length, <c>kwargs</c>.</summary>
internal static class InstructionList
{
    private const string Ids = "instruction_id_list";
    private const string Arguments = "kwargs";

    /// <exception cref="DiagnosticException">All that is wrong with them.</exception>
    public static IReadOnlyList<Instruction> Of(Document document)
    {
        IReadOnlyList<object?> ids = Items(document, Ids), arguments = Items(document, Arguments);
        if (ids.Count == 0 || ids.Count != arguments.Count)
        {
            throw new DiagnosticException(
                TaskCodes.WrongFieldValue, document.At, $"The document has {ids.Count} instructions and arguments for {arguments.Count}.",
                $"Give '{Ids}' and '{Arguments}' one item for each instruction.");
        }

        List<Diagnostic> problems = [];
        List<Instruction> instructions = [];
        foreach ((object? id, object? given) in ids.Zip(arguments))
        {
            if (InstructionKinds.Find(id as string ?? "") is not { } kind)
            {
                problems.Add(new(
                    TaskCodes.WrongFieldValue, document.At, $"There is no instruction '{id}'.",
                    $"Use one of: {string.Join(", ", InstructionKinds.All.Select(known => known.Id))}."));
                continue;
            }

            InstructionArguments reader = new(
                document, kind.Id, given as IReadOnlyDictionary<string, object?> ?? new Dictionary<string, object?>());
            instructions.Add(kind.Read(reader));
            reader.RefuseOthers();
            problems.AddRange(reader.Problems);
        }

        return problems.Count == 0 ? instructions : throw new DiagnosticException(problems);
    }

    private static IReadOnlyList<object?> Items(Document document, string field) =>
        document.Fields.GetValueOrDefault(field) as IReadOnlyList<object?> ?? throw new DiagnosticException(
            TaskCodes.WrongFieldValue, document.At, $"The document has no list '{field}'.", "Use documents in the form of google/IFEval.");
}
