namespace ModelGate.Measurement.Sandbox;

/// <summary>The diagnostic codes of sandboxes.</summary>
public static class SandboxCodes
{
    public const string NoSandbox = "QG0701";
    public const string SandboxFailed = "QG0702";
}
