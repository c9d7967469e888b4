using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;

namespace ModelGate.Models.Tests.Templates;

/// <summary>What our engine makes of a case: a text, or the kind of the error in the words of the oracle.</summary>
internal sealed record JinjaRun(string? Text, string? Error, string Detail)
{
    /// <summary>The moment that the oracles' clock stands at.</summary>
    public static DateTimeOffset Now { get; } = new(new DateTime(2024, 7, 6, 15, 4, 5).AddMicroseconds(123456), TimeSpan.Zero);

    public static JinjaRun Of(string host, string template, JsonElement variables)
    {
        JinjaOptions options = host == "chat"
            ? JinjaOptions.ChatTemplate with { Clock = new StoppedClock(Now) }
            : JinjaOptions.TaskTemplate;
        Dictionary<string, object?> values = variables.EnumerateObject().ToDictionary(entry => entry.Name, entry => (object?)entry.Value);
        try
        {
            return new JinjaRun(JinjaTemplate.Parse(template, new SourcePoint("case", 1, 1), options).Render(values), null, "");
        }
        catch (TemplateRaisedException raised)
        {
            return new JinjaRun(null, "raised", raised.Message);
        }
        catch (DiagnosticException error)
        {
            string kind = error.Diagnostics[0].Code switch
            {
                TemplateCodes.Syntax => "syntax",
                TemplateCodes.Unsupported => "unsupported",
                TemplateCodes.Undefined => "undefined",
                _ => "operation",
            };
            return new JinjaRun(null, kind, error.Message);
        }
    }

    /// <summary>
    /// Null where it agrees with an answer of an oracle; else both, for the failure's text. Python tells a missing value and a wrong
    /// type apart otherwise than we do, so the two count as one.
    /// </summary>
    public string? Disagreement(string template, JsonElement answer)
    {
        string? expected = answer.TryGetProperty("expected", out JsonElement text) ? text.GetString() : null;
        string? error = answer.TryGetProperty("error", out JsonElement kind) ? kind.GetString() : null;
        bool isSameError = Error is not null && error is not null
            && (Error == error || Error == "unsupported" || (Error is "undefined" or "operation" && error is "undefined" or "operation"));
        if (Text == expected && (Error == error || isSameError)) return null;
        return $"{template}\n  expected: {expected ?? $"<{error}>"}\n  actual:   {Text ?? $"<{Error}> {Detail}"}";
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
