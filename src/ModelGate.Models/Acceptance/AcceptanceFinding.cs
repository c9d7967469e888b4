using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Acceptance;

public enum AcceptanceLevel
{
    /// <summary>Not decided for want of a target's value, or worth knowing.</summary>
    Note,

    /// <summary>Loads, but slower, less exact, or not on every version.</summary>
    Warning,

    /// <summary>The serving engine refuses it or computes something else.</summary>
    Error,
}

/// <summary>What one rule says of one or more modules.</summary>
/// <param name="Code">QG05xx, or QG02xx where the checkpoint contradicts itself.</param>
/// <param name="Rule">Short name, such as <c>group-divides-width</c>.</param>
/// <param name="Modules">Empty where it concerns the checkpoint as a whole.</param>
public sealed record AcceptanceFinding(
    AcceptanceLevel Level, string Code, string Rule, IReadOnlyList<string> Modules, string What, string Remedy)
{
    /// <summary>Such as <c>model.layers.0.mlp.down_proj and 31 more</c>; empty for the whole.</summary>
    public string Where => Modules switch
    {
        [] => "",
        [var only] => only,
        [var first, ..] => $"{first} and {Modules.Count - 1} more",
    };

    public Diagnostic ToDiagnostic(SourcePoint at) => new(Code, at, Modules.Count == 0 ? What : $"{Where}: {What}", Remedy);
}

/// <summary>How the serving engine computes the modules of one format.</summary>
/// <param name="Numbers">Null is unquantized.</param>
/// <param name="Path">Such as <c>Marlin WNA16</c>; <c>none</c> where there is no way to serve it.</param>
/// <param name="MinimumGpu">Null where every supported GPU will do.</param>
/// <param name="Modules">In plan order.</param>
public sealed record ServedFormat(
    Checkpoints.LinearFormat? Numbers, string Path, ComputeCapability? MinimumGpu, IReadOnlyList<string> Modules);

/// <summary>Whether a serving engine would load a checkpoint, and how it would compute it.</summary>
/// <param name="Findings">Errors first.</param>
public sealed record AcceptanceReport(IReadOnlyList<AcceptanceFinding> Findings, IReadOnlyList<ServedFormat> Formats)
{
    public bool IsAccepted => Findings.All(finding => finding.Level != AcceptanceLevel.Error);

    /// <exception cref="DiagnosticException">All errors; nothing where there is none.</exception>
    public void DemandAccepted(SourcePoint at)
    {
        Diagnostic[] errors =
            [.. Findings.Where(finding => finding.Level == AcceptanceLevel.Error).Select(finding => finding.ToDiagnostic(at))];
        if (errors.Length > 0) throw new DiagnosticException(errors);
    }
}
