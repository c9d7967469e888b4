using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Acceptance;

/// <summary>A linear layer and how it is, or will be, stored: all that acceptance needs before anything is quantized.</summary>
/// <param name="Name">Without <c>.weight</c>.</param>
/// <param name="Rows">N, outputs.</param>
/// <param name="Columns">K, inputs.</param>
/// <param name="Numbers">Null is unquantized.</param>
public sealed record PlannedLinear(string Name, int Rows, int Columns, LinearFormat? Numbers)
{
    private static readonly string[] Queries = [".q_proj", ".k_proj", ".v_proj"];
    private static readonly string[] Gates = [".gate_proj", ".up_proj"];

    /// <summary>The input is split over GPUs: K/TP columns each. Else the output is: N/TP rows.</summary>
    public bool IsRowParallel =>
        Name.EndsWith(".o_proj", StringComparison.Ordinal) || Name.EndsWith(".down_proj", StringComparison.Ordinal);

    public bool IsColumnParallel => FusedName is not null;

    public bool IsHead => Name == DecoderModules.Head;

    /// <summary>
    /// The layer that serving engines make of this and its siblings: <c>qkv_proj</c> or <c>gate_up_proj</c>; null where it stays alone.
    /// </summary>
    public string? FusedName =>
        Strip(Queries) is { } attention ? $"{attention}.qkv_proj" : Strip(Gates) is { } mlp ? $"{mlp}.gate_up_proj" : null;

    private string? Strip(string[] endings) =>
        endings.FirstOrDefault(ending => Name.EndsWith(ending, StringComparison.Ordinal)) is { } found ? Name[..^found.Length] : null;
}
