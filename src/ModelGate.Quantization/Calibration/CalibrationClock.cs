namespace ModelGate.Quantization.Calibration;

/// <summary>Chat templates may write today's date; calibration must not depend on the day, so they always see the same one.</summary>
internal sealed class CalibrationClock : TimeProvider
{
    private CalibrationClock()
    {
    }

    public static CalibrationClock Instance { get; } = new();

    /// <summary>The date that Llama 3.1's template falls back to.</summary>
    public override DateTimeOffset GetUtcNow() => new(2024, 7, 26, 0, 0, 0, TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;
}
