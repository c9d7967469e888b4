using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>What GitHub refuses in a check run.</summary>
internal static class FakeCheckRules
{
    public const int AnnotationsPerRequest = 50;
    public const int MostCharacters = 65_535;
    private const int MostMessageBytes = 64 << 10;
    private const int MostTitleCharacters = 255;

    private static readonly string[] Conclusions =
        ["success", "failure", "neutral", "cancelled", "skipped", "timed_out", "action_required"];

    private static readonly string[] Statuses = ["queued", "in_progress", "completed"];

    private static readonly string[] Levels = ["notice", "warning", "failure"];

    public static IResult? Refuse(JsonObject body, bool isNew)
    {
        string? problem = Problem(body, isNew);
        return problem is null ? null : FakeAnswers.Invalid("CheckRun", "check_run", problem);
    }

    private static string? Problem(JsonObject body, bool isNew)
    {
        if (isNew && (body["name"] is null || body["head_sha"] is null)) return "name and head_sha are required";
        string? status = (string?)body["status"], conclusion = (string?)body["conclusion"];
        if (status is not null && !Statuses.Contains(status)) return $"{status} is no status";
        if (conclusion is not null && !Conclusions.Contains(conclusion)) return $"{conclusion} is no conclusion";
        if (conclusion is null && (status == "completed" || body["completed_at"] is not null)) return "conclusion is required";
        return body["output"] is JsonObject output ? Problem(output, isNew ? "title and summary are required" : null) : null;
    }

    /// <param name="untitled">What a missing title is answered with; null where it may be missing.</param>
    private static string? Problem(JsonObject output, string? untitled)
    {
        if (output["summary"] is null) return "summary is required";
        if (untitled is not null && output["title"] is null) return untitled;
        if (new[] { "summary", "text" }.Any(field => ((string?)output[field])?.Length > MostCharacters))
        {
            return $"Only {MostCharacters} characters are allowed";
        }

        if (output["annotations"] is not JsonArray annotations) return null;
        if (annotations.Count > AnnotationsPerRequest) return $"annotations exceeds a maximum quantity of {AnnotationsPerRequest}";
        return annotations.Select(one => AnnotationProblem((JsonObject)one!)).FirstOrDefault(problem => problem is not null);
    }

    private static string? AnnotationProblem(JsonObject annotation)
    {
        string? path = (string?)annotation["path"];
        if (string.IsNullOrEmpty(path) || path.Contains('\\') || path.StartsWith('/')) return $"'{path}' is no path";
        int start = (int?)annotation["start_line"] ?? 0, end = (int?)annotation["end_line"] ?? 0;
        if (start < 1 || end < start) return $"lines {start} to {end}";
        bool hasColumns = annotation["start_column"] is not null || annotation["end_column"] is not null;
        if (hasColumns && start != end) return "columns need one line";
        if (!Levels.Contains((string?)annotation["annotation_level"])) return "annotation_level";
        string? message = (string?)annotation["message"];
        if (string.IsNullOrEmpty(message)) return "message is required";
        if (System.Text.Encoding.UTF8.GetByteCount(message) > MostMessageBytes) return "message is too large";
        return ((string?)annotation["title"])?.Length > MostTitleCharacters ? "title is too long" : null;
    }
}
