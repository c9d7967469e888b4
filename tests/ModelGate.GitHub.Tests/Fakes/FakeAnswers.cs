using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>Answers in GitHub's form.</summary>
internal static class FakeAnswers
{
    public static IResult Json(JsonNode body, int status = 200) =>
        Results.Text(body.ToJsonString(), "application/json; charset=utf-8", statusCode: status);

    public static IResult Refuse(int status, string message, params JsonNode[] errors)
    {
        JsonObject body = new() { ["message"] = message, ["documentation_url"] = "https://docs.github.com/rest", ["status"] = $"{status}" };
        if (errors.Length > 0) body["errors"] = new JsonArray(errors);
        return Json(body, status);
    }

    public static IResult NoRights => Refuse(403, "Resource not accessible by integration");

    public static IResult NotFound => Refuse(404, "Not Found");

    public static IResult Invalid(string resource, string field, string message) => Refuse(
        422, "Validation Failed",
        new JsonObject { ["resource"] = resource, ["code"] = "custom", ["field"] = field, ["message"] = message });

    /// <summary>The page that the query asks for, with the Link header where there are several.</summary>
    /// <param name="list">The field that holds the entries; null: the answer is the list itself.</param>
    public static IResult Page(HttpContext context, IReadOnlyList<JsonNode> all, string? list = null)
    {
        int size = Math.Clamp(Number(context, "per_page", 30), 1, 100);
        int page = Math.Max(1, Number(context, "page", 1));
        int last = Math.Max(1, (all.Count + size - 1) / size);
        List<string> links = [];
        if (page < last) links.AddRange([Link(page + 1, "next"), Link(last, "last")]);
        if (page > 1) links.AddRange([Link(page - 1, "prev"), Link(1, "first")]);
        if (links.Count > 0) context.Response.Headers["Link"] = string.Join(", ", links);
        JsonArray entries = [.. all.Skip((page - 1) * size).Take(size)];
        return list is null ? Json(entries) : Json(new JsonObject { ["total_count"] = all.Count, [list] = entries });

        string Link(int number, string relation)
        {
            IEnumerable<KeyValuePair<string, string>> query = context.Request.Query
                .Where(one => one.Key != "page")
                .Select(one => KeyValuePair.Create(one.Key, one.Value.ToString()))
                .Append(KeyValuePair.Create("page", number.ToString(CultureInfo.InvariantCulture)));
            string address = UriHelper.BuildAbsolute(
                context.Request.Scheme, context.Request.Host, path: context.Request.Path, query: new QueryBuilder(query).ToQueryString());
            return $"<{address}>; rel=\"{relation}\"";
        }
    }

    /// <param name="login">Null: a ghost, whose account was deleted.</param>
    public static JsonObject? User(string? login) => login is null ? null : new()
    {
        ["login"] = login,
        ["id"] = login.Sum(c => c),
        ["node_id"] = "U_1",
        ["type"] = login.EndsWith("[bot]", StringComparison.Ordinal) ? "Bot" : "User",
        ["site_admin"] = false,
    };

    public static JsonObject Repository(long id, string fullName, string? defaultBranch = null, bool fork = false)
    {
        JsonObject repository = new()
        {
            ["id"] = id, ["name"] = fullName.Split('/')[1], ["full_name"] = fullName, ["private"] = false, ["fork"] = fork,
            ["html_url"] = $"https://github.example/{fullName}",
        };
        if (defaultBranch is not null) repository["default_branch"] = defaultBranch;
        return repository;
    }

    public static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static int Number(HttpContext context, string name, int otherwise) =>
        int.TryParse(context.Request.Query[name], CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
