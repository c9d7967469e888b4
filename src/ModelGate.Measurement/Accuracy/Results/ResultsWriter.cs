using System.Text.Encodings.Web;
using System.Text.Json;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>
/// Writes an evaluation in the layout of lm-evaluation-harness 0.4 (lm_eval/loggers/evaluation_tracker.py): <c>results.json</c> and one
/// <c>samples_TASK.jsonl</c> a task. What the harness has no place for stands under the key <c>quantgate</c>.
/// </summary>
public sealed class ResultsWriter(EvaluationIdentity identity)
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <param name="selections">What was asked for: groups give group results.</param>
    /// <param name="results">Of every task of the selections.</param>
    public void Write(string directory, IReadOnlyList<TaskSelection> selections, IReadOnlyList<TaskResult> results)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, "results.json");
        string temporary = path + ".tmp";
        Dictionary<string, string> taskHashes = new(StringComparer.Ordinal);
        foreach (TaskResult result in results) taskHashes[result.Name] = SamplesWriter.Write(directory, result);
        foreach (TaskResult result in results) JudgmentsWriter.Write(directory, result);
        using (FileStream file = File.Create(temporary))
        {
            using Utf8JsonWriter json = new(file, Indented);
            WriteResults(json, selections, results, taskHashes);
        }

        File.Move(temporary, path, overwrite: true);
    }

    private void WriteResults(
        Utf8JsonWriter json,
        IReadOnlyList<TaskSelection> selections,
        IReadOnlyList<TaskResult> results,
        Dictionary<string, string> taskHashes)
    {
        GroupDefinition[] groups = [.. selections.SelectMany(Groups)];
        json.WriteStartObject();
        json.WriteStartObject("results");
        foreach (TaskResult result in results) WriteTask(json, result);
        foreach (GroupDefinition group in groups) WriteGroup(json, group, results);
        json.WriteEndObject();

        GroupDefinition[] scored = [.. groups.Where(group => group.Aggregations.Count > 0)];
        if (scored.Length > 0)
        {
            json.WriteStartObject("groups");
            foreach (GroupDefinition group in scored) WriteGroup(json, group, results);
            json.WriteEndObject();
        }

        json.WriteStartObject("group_subtasks");
        foreach (GroupDefinition group in groups) WriteTexts(json, group.Name, group.Members.Select(member => member.Name));
        json.WriteEndObject();
        TaskResult[] sorted = [.. results.OrderBy(result => result.Name, StringComparer.Ordinal)];
        WriteEach(json, "configs", sorted, result => JsonText.Write(json, result.Task.Task.Configuration));
        WriteEach(json, "versions", sorted, result => WriteVersion(json, result.Task.Task));
        WriteEach(json, "n-shot", sorted, result => json.WriteNumberValue(result.Task.Task.Fewshot.Count));
        WriteEach(json, "higher_is_better", sorted, result => WriteDirections(json, result));
        WriteEach(json, "n-samples", results, result =>
        {
            json.WriteStartObject();
            json.WriteNumber("original", result.Task.SplitSize);
            json.WriteNumber("effective", result.Task.Prompts.Count);
            json.WriteEndObject();
        });
        WriteConfiguration(json, results);
        json.WriteNumber("date", identity.Date);
        WriteEach(json, "task_hashes", results, result => json.WriteStringValue(taskHashes[result.Name]));
        json.WriteString("model_source", "quantgate");
        json.WriteString("model_name", identity.Model);
        json.WriteString("model_name_sanitized", identity.SanitizedModel);
        json.WriteString("total_evaluation_time_seconds", PythonRepr.Str(identity.Seconds));
        new ResultsExtras(identity).Write(json, results);
        json.WriteEndObject();
    }

    private static IEnumerable<GroupDefinition> Groups(TaskSelection selection) => selection is TaskSelection.Group(var group)
        ? [group, .. group.Members.SelectMany(Groups)] : [];

    private static void WriteTask(Utf8JsonWriter json, TaskResult result)
    {
        json.WriteStartObject(result.Name);
        json.WriteString("name", result.Name);
        json.WriteString("alias", result.Task.Task.Alias ?? result.Name);
        json.WriteNumber("sample_len", result.Task.Prompts.Count);
        foreach (MetricResult metric in result.Metrics) WriteScore(json, metric.Metric, metric.Filter, metric.Value, metric.StandardError);
        json.WriteEndObject();
    }

    private static void WriteGroup(Utf8JsonWriter json, GroupDefinition group, IReadOnlyList<TaskResult> results)
    {
        HashSet<string> leaves = [.. new TaskSelection.Group(group).Leaves.Select(task => task.Name)];
        TaskResult[] members = [.. results.Where(result => leaves.Contains(result.Name))];
        json.WriteStartObject(group.Name);
        json.WriteString("name", group.Name);
        json.WriteString("alias", group.Alias ?? group.Name);
        if (group.Aggregations.Count > 0) json.WriteNumber("sample_len", members.Sum(member => member.Task.Prompts.Count));
        foreach (GroupScore score in Scores(group, members)) WriteScore(json, score.Metric, score.Filter, score.Value, score.StandardError);
        json.WriteEndObject();
    }

    /// <summary>A group's values over the tasks below it.</summary>
    public static IReadOnlyList<GroupScore> Scores(GroupDefinition group, IReadOnlyList<TaskResult> members)
    {
        List<GroupScore> scores = [];
        foreach (GroupAggregation aggregation in group.Aggregations)
        {
            MetricResult[] having = [.. members.SelectMany(member => member.Metrics).Where(metric => metric.Metric == aggregation.Metric)];
            IEnumerable<string> filters = aggregation.Filters
                ?? [.. having.Select(metric => metric.Filter).Distinct().Order(StringComparer.Ordinal)];
            foreach (string filter in filters)
            {
                (double, double?, int)[] tasks = [.. having
                    .Where(metric => metric.Filter == filter)
                    .Select(metric => (metric.Value, metric.StandardError, metric.Values.Count))];
                if (tasks.Length > 0) scores.Add(GroupScore.Of(aggregation.Metric, filter, tasks, aggregation.WeightBySize));
            }
        }

        return scores;
    }

    private static void WriteScore(Utf8JsonWriter json, string metric, string filter, double value, double? error)
    {
        json.WritePropertyName($"{metric},{filter}");
        JsonText.WriteNumber(json, value);
        json.WritePropertyName($"{metric}_stderr,{filter}");
        if (error is { } number) JsonText.WriteNumber(json, number);
        else json.WriteStringValue("N/A");
    }

    private static void WriteVersion(Utf8JsonWriter json, TaskDefinition task)
    {
        object? version = task.Configuration.TryGetValue("metadata", out object? metadata)
            && metadata is IReadOnlyDictionary<string, object?> fields && fields.TryGetValue("version", out object? value) ? value : "Yaml";
        JsonText.Write(json, version);
    }

    private static void WriteDirections(Utf8JsonWriter json, TaskResult result)
    {
        json.WriteStartObject();
        foreach (MetricResult metric in result.Metrics.DistinctBy(metric => metric.Metric))
        {
            json.WriteBoolean(metric.Metric, metric.HigherIsBetter);
        }

        json.WriteEndObject();
    }

    private void WriteConfiguration(Utf8JsonWriter json, IReadOnlyList<TaskResult> results)
    {
        json.WriteStartObject("config");
        json.WriteString("model", "quantgate");
        json.WriteString("model_args", $"pretrained={identity.Model},dtype={identity.Engine.Precision}");
        int? limit = results.Select(result => result.Task.Options.Selection).OfType<DocumentSelection.Prefix>().FirstOrDefault()?.Count;
        if (limit is { } first) json.WriteNumber("limit", first);
        else json.WriteNull("limit");
        json.WriteNumber("random_seed", 0);
        json.WriteNumber("fewshot_seed", results.Count > 0 ? results[0].Task.Options.FewshotSeed : new TaskOptions().FewshotSeed);
        json.WriteEndObject();
    }

    internal static void WriteEach(Utf8JsonWriter json, string name, IReadOnlyList<TaskResult> results, Action<TaskResult> write)
    {
        json.WriteStartObject(name);
        foreach (TaskResult result in results)
        {
            json.WritePropertyName(result.Name);
            write(result);
        }

        json.WriteEndObject();
    }

    internal static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }
}
