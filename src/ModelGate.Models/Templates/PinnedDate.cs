namespace ModelGate.Models.Templates;

/// <summary>
/// The day that chat templates see which write today's date (Llama 3.1's <c>strftime_now</c>): 26 July 2024, the default in that template.
/// Prompts must be the same tomorrow, or scores could neither be kept nor compared.
/// </summary>
public sealed class PinnedDate : TimeProvider
{
    public static PinnedDate Clock { get; } = new();

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override DateTimeOffset GetUtcNow() => new(2024, 7, 26, 0, 0, 0, TimeSpan.Zero);
}
