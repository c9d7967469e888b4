namespace ModelGate.Quantization.Modules;

/// <summary>Linear layers that serving engines fuse into one and that therefore must share a scheme: q, k, v and gate, up.</summary>
internal static class FusedUnits
{
    private static readonly string[][] Units = [["q_proj", "k_proj", "v_proj"], ["gate_proj", "up_proj"], ["w1", "w3"]];

    /// <summary>Equal for all members of a unit; the module itself where it is none's member.</summary>
    public static string KeyOf(string module)
    {
        int dot = module.LastIndexOf('.');
        string parent = module[..(dot + 1)], leaf = module[(dot + 1)..];
        return Units.FirstOrDefault(unit => unit.Contains(leaf)) is { } members ? parent + string.Join('+', members) : module;
    }
}
