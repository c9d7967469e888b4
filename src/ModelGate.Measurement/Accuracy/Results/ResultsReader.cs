using System.Text.Json;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.InstructionFollowing;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>Reads <c>results.json</c> of this tool and <c>results_DATE.json</c> of lm-evaluation-harness 0.4.</summary>
internal static partial class ResultsReader
{
    public static EvaluationResults Read(string path)
    {
        string file = Directory.Exists(path) ? Newest(path) : path;
        try
        {
            using JsonDocument document = JsonDocument.Parse(PythonNumbers.AsStrings(File.ReadAllText(file)));
            return Read(document.RootElement, file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                TaskCodes.UnreadableResults, new(file), $"The results cannot be read: {error.Message}", "Name a results folder or file.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new DiagnosticException(
                TaskCodes.UnreadableResults, new(file), "This is not a results file of quantgate or lm-evaluation-harness.",
                $"Name a folder that 'quantgate eval' or 'lm_eval --log_samples' wrote. ({error.Message.TrimEnd('.')}.)");
        }
    }

    private static string Newest(string folder)
    {
        // The date is part of the name and sorts by itself; a file without one is this tool's own and is written in place.
        string? newest = Candidates(folder).Concat(Directory.EnumerateDirectories(folder).SelectMany(Candidates))
            .OrderBy(file => DateOf(file), StringComparer.Ordinal)
            .LastOrDefault();
        return newest ?? throw new DiagnosticException(
            TaskCodes.UnreadableResults, new(folder), "There is no results.json and no results_DATE.json in this folder or one below.",
            "Name a folder that 'quantgate eval' or 'lm_eval' wrote.");
    }

    private static IEnumerable<string> Candidates(string folder) =>
        Directory.EnumerateFiles(folder, "results*.json").Where(file => ResultsName().IsMatch(Path.GetFileName(file)));

    private static string DateOf(string file) =>
        ResultsName().Match(Path.GetFileName(file)).Groups["date"] is { Success: true } date ? date.Value : "~";

    private static EvaluationResults Read(JsonElement root, string file)
    {
        Dictionary<string, IReadOnlyList<string>> groups = new(StringComparer.Ordinal);
        foreach (JsonProperty group in Members(root, "group_subtasks"))
        {
            // Older files list single tasks here too, with nothing below them.
            string[] members = [.. group.Value.EnumerateArray().Select(member => member.GetString()!)];
            if (members.Length > 0) groups[group.Name] = members;
        }

        List<StatedTask> tasks = [];
        foreach (JsonProperty task in root.GetProperty("results").EnumerateObject())
        {
            if (!groups.ContainsKey(task.Name)) tasks.Add(ReadTask(root, task, file));
        }

        string? model = root.TryGetProperty("model_name", out JsonElement name) ? name.GetString() : null;
        return new(file, model, tasks, groups);
    }

    private static StatedTask ReadTask(JsonElement root, JsonProperty task, string file)
    {
        JsonElement? directions = Member(Member(root, "higher_is_better"), task.Name);
        List<StatedScore> scores = [];
        foreach (JsonProperty entry in task.Value.EnumerateObject())
        {
            int comma = entry.Name.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0) continue;
            (string metric, string filter) = (entry.Name[..comma], entry.Name[(comma + 1)..]);
            if (metric.EndsWith("_stderr", StringComparison.Ordinal)) continue;
            if (PythonNumbers.Read(entry.Value) is not { } value) continue;
            double? error = Member(task.Value, $"{metric}_stderr,{filter}") is { } stated ? PythonNumbers.Read(stated) : null;
            bool? higher = Member(directions, metric) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag
                ? flag.GetBoolean() : null;
            scores.Add(new(metric, filter, value, error, higher));
        }

        JsonElement? counts = Member(Member(root, "n-samples"), task.Name);
        return new(
            task.Name,
            [.. scores, .. StrictAcc.Derive(scores)],
            Member(counts, "effective")?.GetInt32(),
            Member(counts, "original")?.GetInt32(),
            Member(Member(root, "versions"), task.Name) is { } version ? version.ToString() : null,
            Gating(Member(Member(Member(root, "quantgate"), "tasks"), task.Name)),
            SamplesOf(file, task.Name));
    }

    private static StatedGating? Gating(JsonElement? extras)
    {
        if (extras is null) return null;
        (double, double)? range = Member(extras, "range") is { } ends ? (ends[0].GetDouble(), ends[1].GetDouble()) : null;
        return new(
            Member(extras, "primary_metric")?.GetString(),
            Member(extras, "chance")?.GetDouble(),
            Member(extras, "normalise")?.GetBoolean() ?? false,
            range,
            Member(extras, "prefix")?.GetBoolean() ?? false,
            Member(extras, "fingerprint")?.GetString())
        {
            Judge = Member(extras, "judging") is { } judging
                ? $"{Member(judging, "judge")?.GetString()} in {Member(judging, "runs")?.GetArrayLength()} runs" : null,
        };
    }

    /// <summary>The samples beside the results: of the same date, where the results have one.</summary>
    private static string? SamplesOf(string resultsFile, string task)
    {
        string date = ResultsName().Match(Path.GetFileName(resultsFile)).Groups["date"].Value;
        string suffix = date.Length > 0 ? $"_{date}" : "";
        string path = Path.Combine(Path.GetDirectoryName(resultsFile)!, $"samples_{task}{suffix}.jsonl");
        return File.Exists(path) ? path : null;
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } parent && parent.TryGetProperty(name, out JsonElement found)
            && found.ValueKind != JsonValueKind.Null
            ? found : null;

    private static IEnumerable<JsonProperty> Members(JsonElement root, string name) =>
        Member(root, name) is { } element ? element.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    [GeneratedRegex(@"^results(_(?<date>.+))?\.json$")]
    private static partial Regex ResultsName();
}
