using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>
/// All parts of one evaluation as if it had not been divided: responses are put in the documents' order and scored together, since some
/// scores need all documents.
/// </summary>
public sealed class ShardMerge
{
    private readonly IReadOnlyList<string> folders;
    private readonly EvaluationShard[] shards;

    /// <param name="folders">Of the parts, in any order.</param>
    /// <exception cref="DiagnosticException">QG0623: parts are missing, given twice, or of different evaluations.</exception>
    public ShardMerge(IReadOnlyList<string> folders)
    {
        this.folders = folders;
        shards = [.. folders.Select(EvaluationShard.Read)];
        List<Diagnostic> problems = [];
        for (int i = 1; i < shards.Length; i++)
        {
            foreach (string difference in Differences(shards[0], shards[i]))
            {
                problems.Add(new(
                    TaskCodes.WrongShard, new(folders[i]), $"The part differs from {folders[0]} in {difference}.",
                    "Merge parts of one evaluation: the same command on the same model, tool, engine and data."));
            }
        }

        if (problems.Count == 0) problems.AddRange(Gaps());
        if (problems.Count > 0) throw new DiagnosticException(problems);
    }

    /// <summary>Of the command that made the parts.</summary>
    public IReadOnlyList<string> Arguments => shards[0].Arguments;

    /// <summary>The first part's, begun when the earliest began, with the seconds of all.</summary>
    public EvaluationIdentity Identity => shards[0].Identity with
    {
        Date = shards.Min(shard => shard.Identity.Date), Seconds = shards.Sum(shard => shard.Identity.Seconds),
    };

    /// <param name="task">The whole task, prepared as for the parts.</param>
    /// <exception cref="DiagnosticException">QG0623: the task's data differ here, or a response is missing.</exception>
    public TaskResult Merge(PreparedTask task, CancellationToken cancel = default)
    {
        if (shards[0].Fingerprints.GetValueOrDefault(task.Task.Name) != task.Fingerprint)
        {
            throw new DiagnosticException(
                TaskCodes.WrongShard, task.Task.At, $"The prompts of {task.Task.Name} are not those that the parts were asked.",
                "Merge with the same task files, data and chat template.");
        }

        Dictionary<int, DocumentResponse> responses = folders
            .SelectMany(folder => EvaluationShard.ReadResponses(folder, task.Task.Name))
            .ToDictionary(response => response.DocumentId);
        DocumentResponse[] ordered =
        [
            .. from prompt in task.Prompts
               let id = prompt.Document.Id
               select responses.GetValueOrDefault(id) ?? throw Missing(id),
        ];
        return TaskScorer.Score(task, ordered, cancel);

        DiagnosticException Missing(int id) => new(
            TaskCodes.WrongShard, new(folders[0]), $"No part has the response to document {id} of {task.Task.Name}.",
            "Evaluate the parts again.");
    }

    private static IEnumerable<string> Differences(EvaluationShard first, EvaluationShard other)
    {
        if (other.Count != first.Count) yield return "the number of parts";
        if (!other.Arguments.SequenceEqual(first.Arguments)) yield return "the command";
        if (other.Identity.CheckpointHash != first.Identity.CheckpointHash) yield return "the model";
        if (other.Identity.Engine != first.Identity.Engine) yield return "the engine";
        if (other.Identity.Tool != first.Identity.Tool) yield return "the tool";
        if (!other.Fingerprints.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .SequenceEqual(first.Fingerprints.OrderBy(pair => pair.Key, StringComparer.Ordinal))) yield return "the prompts";
    }

    private IEnumerable<Diagnostic> Gaps()
    {
        int count = shards[0].Count;
        for (int index = 0; index < count; index++)
        {
            string[] found = [.. folders.Where((_, i) => shards[i].Index == index)];
            if (found.Length == 1) continue;
            string problem = found.Length == 0 ? "is missing" : $"is given {found.Length} times: {string.Join(", ", found)}";
            yield return new(
                TaskCodes.WrongShard, new(found.Length == 0 ? folders[0] : found[1]), $"Part {index + 1} of {count} {problem}.",
                "Name each part once.");
        }
    }
}
