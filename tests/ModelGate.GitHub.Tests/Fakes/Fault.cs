namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>What goes wrong with one request.</summary>
public abstract record Fault
{
    private Fault()
    {
    }

    /// <summary>An answer in place of the right one; nothing happens.</summary>
    public sealed record Answer(int Status, string Body = "{}", params string[] Headers) : Fault;

    /// <summary>The requests of the hour are used up.</summary>
    public sealed record PrimaryLimit(TimeSpan Resets, int Status = 403) : Fault;

    /// <param name="RetryAfter">Seconds; null sends no such header.</param>
    public sealed record SecondaryLimit(int? RetryAfter = null, int Status = 403) : Fault;

    /// <summary>The connection breaks before anything happened.</summary>
    public sealed record LostRequest : Fault;

    /// <summary>What was asked happens, then the connection breaks.</summary>
    public sealed record LostAnswer : Fault;

    /// <summary>What was asked happens, and the answer comes after this time on the test's clock.</summary>
    public sealed record Late(TimeSpan After) : Fault;

    /// <summary>Sends the request's own Authorization header back as the message.</summary>
    public sealed record Echo(int Status) : Fault;

    /// <summary>403 as a token without the permission gets it.</summary>
    public static Fault NoRights { get; } = new Answer(403, """{"message":"Resource not accessible by integration"}""");
}
