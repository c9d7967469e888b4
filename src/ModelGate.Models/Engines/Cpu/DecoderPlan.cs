using ModelGate.Models.Checkpoints;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>All matrices of a decoder, in the order in which they are packed: each layer's four, then the head.</summary>
internal sealed class DecoderPlan
{
    private const int LinearsPerLayer = 4;

    private DecoderPlan(IReadOnlyList<FusedLinear> linears) => Linears = linears;

    public IReadOnlyList<FusedLinear> Linears { get; }

    public static int Qkv(int layer) => layer * LinearsPerLayer;

    public static int AttentionOutput(int layer) => Qkv(layer) + 1;

    public static int GateUp(int layer) => Qkv(layer) + 2;

    public static int Down(int layer) => Qkv(layer) + 3;

    public int Head => Linears.Count - 1;

    public static DecoderPlan Read(Checkpoint checkpoint)
    {
        var linears = new List<FusedLinear>();
        for (int i = 0; i < checkpoint.Config.LayerCount; i++)
        {
            string attention = $"{DecoderModules.Layer(i)}.self_attn", mlp = $"{DecoderModules.Layer(i)}.mlp";
            linears.Add(FusedLinear.Read(
                checkpoint, $"{attention}.qkv", $"{attention}.q_proj", $"{attention}.k_proj", $"{attention}.v_proj"));
            linears.Add(FusedLinear.Read(checkpoint, $"{attention}.o", $"{attention}.o_proj"));
            linears.Add(FusedLinear.Read(checkpoint, $"{mlp}.gate_up", $"{mlp}.gate_proj", $"{mlp}.up_proj"));
            linears.Add(FusedLinear.Read(checkpoint, $"{mlp}.down", $"{mlp}.down_proj"));
        }

        linears.Add(FusedLinear.Read(checkpoint, DecoderModules.Head, DecoderModules.Head));
        return new DecoderPlan(linears);
    }
}
