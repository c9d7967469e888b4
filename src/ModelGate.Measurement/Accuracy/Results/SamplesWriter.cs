using System.Text;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Metrics;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>Writes <c>samples_TASK.jsonl</c>: one line for each document and filter, in the harness's form.</summary>
public static class SamplesWriter
{
    /// <summary>The file's name for a task.</summary>
    public static string FileName(string task) => $"samples_{task}.jsonl";

    /// <returns>The harness's <c>task_hash</c>: over all lines' document, prompt and target hashes.</returns>
    public static string Write(string directory, TaskResult result)
    {
        IReadOnlyList<SampleRecord> records = SampleRecord.Of(result);
        WriteLines(directory, result.Name, records.Select((record, i) => Line(record, result, i % result.Task.Prompts.Count)));
        return PythonHash.Of(string.Concat(records.Select(record => record.DocumentHash + record.PromptHash + record.TargetHash)));
    }

    /// <summary>The same file before any model ran: prompts and targets, no responses.</summary>
    public static void WritePrompts(string directory, PreparedTask task)
    {
        Directory.CreateDirectory(directory);
        WriteLines(directory, task.Task.Name, task.Prompts.Select(prompt => Head(task, prompt)));
    }

    private static void WriteLines(string directory, string task, IEnumerable<OrderedDictionary<string, object?>> lines)
    {
        string path = Path.Combine(directory, FileName(task));
        string temporary = path + ".tmp";
        using (StreamWriter file = new(temporary, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            foreach (OrderedDictionary<string, object?> line in lines) file.WriteLine(PythonJson.Dumps(line));
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static OrderedDictionary<string, object?> Head(PreparedTask task, DocumentPrompt prompt)
    {
        bool publish = task.Task.Gating.PublishDocuments;
        return new(StringComparer.Ordinal)
        {
            ["doc_id"] = (long)prompt.Document.Id,
            ["doc"] = publish ? prompt.Document.Fields : new OrderedDictionary<string, object?>(),
            ["target"] = publish ? PythonRepr.Str(prompt.Target) : "",
            ["arguments"] = publish ? Arguments(task.Task, prompt) : new OrderedDictionary<string, object?>(),
            ["doc_hash"] = prompt.DocumentHash,
            ["prompt_hash"] = prompt.PromptHash,
            ["target_hash"] = prompt.TargetHash,
        };
    }

    private static OrderedDictionary<string, object?> Line(SampleRecord record, TaskResult result, int index)
    {
        DocumentPrompt prompt = result.Task.Prompts[index];
        DocumentResponse response = result.Responses[index];
        bool publish = result.Task.Task.Gating.PublishDocuments;
        IReadOnlyList<string> filtered = result.Filtered.TryGetValue(record.Filter, out var answers) ? answers[index] : [];
        OrderedDictionary<string, object?> line = Head(result.Task, prompt);
        int behindArguments = line.IndexOf("arguments") + 1;
        line.Insert(behindArguments, "resps", publish ? Responses(response) : new List<object?>());
        line.Insert(behindArguments + 1, "filtered_resps", publish ? Filtered(response, filtered) : new List<object?>());
        line.Insert(behindArguments + 2, "filter", record.Filter);
        line.Insert(behindArguments + 3, "metrics", record.Scores.Keys.Cast<object?>().ToList());
        foreach ((string metric, SampleValue value) in record.Scores) line[metric] = Score(result, metric, value);
        line["quantgate"] = new OrderedDictionary<string, object?>(StringComparer.Ordinal)
        {
            ["tokens"] = response.Responses.Sum(part => (long)part.Tokens),
            ["truncated"] = (long)response.Responses.Sum(part => part.Truncated),
        };
        return line;
    }

    /// <summary>
    /// A metric of sums has value and weight, as the harness's tuples; one that counts parts has each part; a weighted mean has the
    /// product, scaled so that its plain mean over documents is the score; a plain one is a number.
    /// </summary>
    private static object Score(TaskResult result, string metric, SampleValue value)
    {
        if (value.Parts is { } parts) return parts.Cast<object?>().ToList();
        MetricResult whole = result.Metrics.First(found => found.Metric == metric);
        return whole.Aggregation switch
        {
            "weighted_perplexity" or "bits_per_byte" => new List<object?> { value.Value, (long)value.Weight },
            "weighted_mean" => value.Value * value.Weight * whole.Values.Count / whole.Values.Sum(each => each.Weight),
            _ => value.Value,
        };
    }

    private static OrderedDictionary<string, object?> Arguments(TaskDefinition task, DocumentPrompt prompt)
    {
        OrderedDictionary<string, object?> arguments = new(StringComparer.Ordinal);
        for (int i = 0; i < prompt.Requests.Count; i++)
        {
            TextRequest request = prompt.Requests[i];
            OrderedDictionary<string, object?> inner = new(StringComparer.Ordinal) { ["arg_0"] = request.Context };
            if (request.Continuation is { } continuation) inner["arg_1"] = continuation;
            else if (task.Output == OutputType.GenerateUntil) inner["arg_1"] = GenerationArguments(task);
            arguments[$"gen_args_{i}"] = inner;
        }

        return arguments;
    }

    private static OrderedDictionary<string, object?> GenerationArguments(TaskDefinition task) => new(StringComparer.Ordinal)
    {
        ["until"] = (task.Generation.Until ?? [task.FewshotDelimiter]).Cast<object?>().ToList(),
        ["do_sample"] = !task.Generation.IsGreedy,
        ["temperature"] = task.Generation.Temperature,
        ["max_gen_toks"] = (long)task.Generation.MaxTokens,
    };

    /// <summary>One list a request, of all its outputs, every value as Python prints it.</summary>
    private static List<object?> Responses(DocumentResponse response) =>
        response.Responses.All(part => part is ModelResponse.Answer)
            ? [response.Responses.Select(AsText).ToList()]
            : [.. response.Responses.Select(part => new List<object?> { AsText(part) })];

    private static List<object?> Filtered(DocumentResponse response, IReadOnlyList<string> filtered) =>
        response.Responses.All(part => part is ModelResponse.Answer)
            ? [filtered.Count == 1 ? filtered[0] : filtered.Cast<object?>().ToList()]
            : [.. response.Responses.Select(AsText)];

    private static object? AsText(ModelResponse part) => part switch
    {
        ModelResponse.Likelihood likelihood => new List<object?> { PythonRepr.Str(likelihood.Value), PythonRepr.Str(likelihood.IsGreedy) },
        ModelResponse.Answer answer => answer.Text,
        _ => throw new InvalidOperationException(),
    };
}
