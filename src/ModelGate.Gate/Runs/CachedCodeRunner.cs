using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Measurement.Accuracy.Code;

namespace ModelGate.Gate.Runs;

/// <summary>
/// Runs each program once, whoever asks and however often: equal answers, several metrics of one task, and runs that were interrupted.
/// Time-outs are tried again by the next run, since a busy machine causes them too.
/// </summary>
/// <param name="kind">What runs the programs; outcomes of another kind do not count.</param>
public sealed class CachedCodeRunner(ICodeRunner inner, WorkFolder work, string kind) : ICodeRunner
{
    /// <summary>Programs between two writes: what a killed run loses at most.</summary>
    private const int BatchPrograms = 64;

    private readonly Lazy<Dictionary<string, CodeOutcome>> known = new(() => Read(work.CodeOutcomes));

    public string? Unavailable => inner.Unavailable;

    public IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel)
    {
        string[] keys = [.. programs.Select(program => WorkFolder.Key(kind, $"{program.TimeLimit.Ticks}", program.Source))];
        foreach (int[] batch in Enumerable.Range(0, keys.Length).DistinctBy(i => keys[i])
            .Where(i => !known.Value.ContainsKey(keys[i])).Chunk(BatchPrograms))
        {
            IReadOnlyList<CodeOutcome> outcomes = inner.Run([.. batch.Select(i => programs[i])], cancel);
            StringBuilder lines = new();
            for (int i = 0; i < batch.Length; i++)
            {
                known.Value[keys[batch[i]]] = outcomes[i];
                if (outcomes[i] is CodeOutcome.TimedOut) continue;
                KeptOutcome kept = new(keys[batch[i]], (outcomes[i] as CodeOutcome.Failed)?.Error);
                lines.Append(JsonSerializer.Serialize(kept, OutcomeJsonContext.Default.KeptOutcome)).Append('\n');
            }

            Directory.CreateDirectory(Path.GetDirectoryName(work.CodeOutcomes)!);
            File.AppendAllText(work.CodeOutcomes, lines.ToString());
        }

        return [.. keys.Select(key => known.Value[key])];
    }

    private static Dictionary<string, CodeOutcome> Read(string file)
    {
        Dictionary<string, CodeOutcome> outcomes = new(StringComparer.Ordinal);
        if (!File.Exists(file)) return outcomes;
        foreach (string line in File.ReadLines(file))
        {
            try
            {
                KeptOutcome kept = JsonSerializer.Deserialize(line, OutcomeJsonContext.Default.KeptOutcome)!;
                outcomes[kept.Key] = kept.Error is null ? new CodeOutcome.Passed() : new CodeOutcome.Failed(kept.Error);
            }
            catch (JsonException)
            {
                // Cut short by a kill: the program runs again.
            }
        }

        return outcomes;
    }
}

/// <param name="Error">Null where the program passed.</param>
internal sealed record KeptOutcome(string Key, string? Error);

[JsonSerializable(typeof(KeptOutcome))]
internal sealed partial class OutcomeJsonContext : JsonSerializerContext;
