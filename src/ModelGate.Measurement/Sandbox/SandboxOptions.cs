using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Sandbox;

/// <summary>What a policy says about running generated code.</summary>
public sealed record SandboxOptions
{
    /// <summary><c>allow-unsafe-code</c>: without a sandbox, run programs as ordinary processes.</summary>
    public bool AllowUnsafeCode { get; init; }

    /// <summary>For a container engine; it is used if it is on the machine and never fetched.</summary>
    public string ContainerImage { get; init; } = "python:3.12-slim";

    /// <summary>The place in the policy that asks for generated code, for the error.</summary>
    public SourcePoint At { get; init; } = new("quantgate.yml");

    /// <summary>Measures the limits of wall time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
