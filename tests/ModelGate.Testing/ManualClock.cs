namespace ModelGate.Testing;

/// <summary>A clock that moves only when told to; one timestamp is a microsecond.</summary>
public sealed class ManualClock : TimeProvider
{
    private long now;

    public override long TimestampFrequency => 1_000_000;

    public override long GetTimestamp() => now;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(now);

    public void Advance(double seconds) => now += (long)Math.Round(seconds * TimestampFrequency);
}
