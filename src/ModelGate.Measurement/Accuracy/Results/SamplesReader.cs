using System.Text.Json;
using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>Reads <c>samples_TASK.jsonl</c>, ours or the harness's.</summary>
public static class SamplesReader
{
    /// <exception cref="DiagnosticException">The file cannot be read, or a line is not a sample.</exception>
    public static IReadOnlyList<SampleRecord> Read(string file)
    {
        List<SampleRecord> records = [];
        int line = 0;
        try
        {
            foreach (string text in File.ReadLines(file))
            {
                line++;
                if (string.IsNullOrWhiteSpace(text)) continue;
                using JsonDocument document = JsonDocument.Parse(PythonNumbers.AsStrings(text));
                records.Add(Read(document.RootElement));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                TaskCodes.UnreadableResults, new(file), $"The samples cannot be read: {error.Message}", "Name a readable results folder.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DiagnosticException(
                TaskCodes.UnreadableResults, new(file, line, 1), $"The line is not a sample: {error.Message.TrimEnd('.')}.",
                "Evaluate again with 'quantgate eval' or 'lm_eval --log_samples'.");
        }

        return StrictAcc.Derive(records);
    }

    private static SampleRecord Read(JsonElement sample)
    {
        string filter = Text(sample, "filter") ?? "none";
        Dictionary<string, SampleValue> scores = new(StringComparer.Ordinal);
        foreach (string metric in MetricNames(sample))
        {
            if (sample.TryGetProperty(metric, out JsonElement score) && Value(score) is { } value) scores[metric] = value;
        }

        return new(
            sample.GetProperty("doc_id").GetInt32(),
            filter,
            Text(sample, "doc_hash") ?? throw new FormatException("'doc_hash' is missing"),
            Text(sample, "prompt_hash"),
            Text(sample, "target_hash"),
            scores,
            Answer(sample));
    }

    /// <summary>Older files have no list of metrics: every number behind the known keys is one.</summary>
    private static IEnumerable<string> MetricNames(JsonElement sample)
    {
        if (sample.TryGetProperty("metrics", out JsonElement names)) return names.EnumerateArray().Select(name => name.GetString()!);
        return sample.EnumerateObject().Select(property => property.Name).Except(["doc_id", "target"]);
    }

    private static SampleValue? Value(JsonElement score)
    {
        if (score.ValueKind == JsonValueKind.Array && score.GetArrayLength() > 0
            && score.EnumerateArray().All(part => part.ValueKind is JsonValueKind.True or JsonValueKind.False))
        {
            return SampleValue.OfParts([.. score.EnumerateArray().Select(part => part.GetBoolean())]);
        }

        if (score.ValueKind != JsonValueKind.Array) return PythonNumbers.Read(score) is { } value ? new(value) : null;
        return score.GetArrayLength() == 2 && PythonNumbers.Read(score[0]) is { } sum && PythonNumbers.Read(score[1]) is { } weight
            ? new SampleValue(sum, weight) : null;
    }

    private static string? Answer(JsonElement sample)
    {
        if (!sample.TryGetProperty("filtered_resps", out JsonElement filtered) || filtered.ValueKind != JsonValueKind.Array) return null;
        return filtered.GetArrayLength() > 0 && filtered[0].ValueKind == JsonValueKind.String ? filtered[0].GetString() : null;
    }

    private static string? Text(JsonElement sample, string name) =>
        sample.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
