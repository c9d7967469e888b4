using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>Faults waiting for the requests they are meant for.</summary>
public sealed class FakeGitHubFaults(WaitlessClock clock)
{
    private readonly Lock _gate = new();
    private readonly List<(string Method, string Part, Fault Fault)> _waiting = [];

    /// <summary>The next requests of this method with this part in their path and query meet these faults, one each.</summary>
    public void Queue(string method, string part, params Fault[] faults)
    {
        lock (_gate) _waiting.AddRange(faults.Select(fault => (method, part, fault)));
    }

    /// <summary>What waits still is forgotten.</summary>
    public void Clear()
    {
        lock (_gate) _waiting.Clear();
    }

    public async Task HandleAsync(HttpContext context, RequestDelegate next)
    {
        switch (Take(context.Request))
        {
            case null:
                await next(context);
                break;
            case Fault.Answer answer:
                foreach (string header in answer.Headers)
                {
                    string[] parts = header.Split(':', 2);
                    context.Response.Headers.Append(parts[0], parts[1].Trim());
                }

                await WriteAsync(context, answer.Status, answer.Body);
                break;
            case Fault.PrimaryLimit limit:
                context.Response.Headers["x-ratelimit-remaining"] = "0";
                context.Response.Headers["x-ratelimit-reset"] =
                    (clock.GetUtcNow() + limit.Resets).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                await WriteAsync(context, limit.Status, """{"message":"API rate limit exceeded for installation ID 1."}""");
                break;
            case Fault.SecondaryLimit limit:
                context.Response.Headers["x-ratelimit-remaining"] = "812";
                if (limit.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
                await WriteAsync(context, limit.Status, """{"message":"You have exceeded a secondary rate limit."}""");
                break;
            case Fault.LostRequest:
                context.Abort();
                break;
            case Fault.LostAnswer:
                await HappenAsync(context, next);
                context.Abort();
                break;
            case Fault.Late late:
                byte[] answered = await HappenAsync(context, next);
                clock.Advance(late.After);
                await context.Response.Body.WriteAsync(answered);
                break;
            case Fault.Echo echo:
                JsonObject body = new() { ["message"] = $"Refused: {context.Request.Headers.Authorization} is not good." };
                await WriteAsync(context, echo.Status, body.ToJsonString());
                break;
        }
    }

    private Fault? Take(HttpRequest request)
    {
        lock (_gate)
        {
            int index = _waiting.FindIndex(
                one => one.Method == request.Method
                    && $"{request.Path}{request.QueryString}".Contains(one.Part, StringComparison.Ordinal));
            if (index < 0) return null;
            Fault fault = _waiting[index].Fault;
            _waiting.RemoveAt(index);
            return fault;
        }
    }

    /// <summary>Does what was asked and keeps the answer back.</summary>
    private static async Task<byte[]> HappenAsync(HttpContext context, RequestDelegate next)
    {
        Stream wire = context.Response.Body;
        using MemoryStream kept = new();
        context.Response.Body = kept;
        await next(context);
        context.Response.Body = wire;
        return kept.ToArray();
    }

    private static async Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        if (status is 204 or 304) return;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body);
    }
}
