using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.Passes;

/// <summary>One decoder layer of the source in FP32, with the scheme that each of its linears will take.</summary>
internal sealed class LayerWeights : IDisposable
{
    private static readonly (string Leaf, LinearInput Input)[] Linears =
    [
        ("self_attn.q_proj", LinearInput.Attention),
        ("self_attn.k_proj", LinearInput.Attention),
        ("self_attn.v_proj", LinearInput.Attention),
        ("self_attn.o_proj", LinearInput.AttentionOutput),
        ("mlp.gate_proj", LinearInput.Mlp),
        ("mlp.up_proj", LinearInput.Mlp),
        ("mlp.down_proj", LinearInput.MlpDown),
    ];

    private readonly Dictionary<string, WeightMatrix> weights = [];
    private readonly Dictionary<LinearInput, InputStatistics> inputs = [];
    private readonly LinearProblem?[] problems;

    private LayerWeights(NormWeight inputNorm, NormWeight postAttentionNorm)
    {
        problems = new LinearProblem?[Linears.Length];
        (InputNorm, PostAttentionNorm) = (inputNorm, postAttentionNorm);
    }

    public NormWeight InputNorm { get; }

    public NormWeight PostAttentionNorm { get; }

    /// <summary>The quantizers' view: linears that stay as they are, are null.</summary>
    public DecoderLayerProblem Problem => new(
        InputNorm, PostAttentionNorm, problems[0], problems[1], problems[2], problems[3], problems[4], problems[5], problems[6]);

    /// <param name="schemes">Scheme of each module that is quantized.</param>
    /// <param name="collectInputs">Whether the quantizer needs second moments of the inputs.</param>
    public static LayerWeights Load(
        Checkpoint checkpoint, int layer, IReadOnlyDictionary<string, QuantizationScheme> schemes, bool collectInputs)
    {
        string name = DecoderModules.Layer(layer);
        var result = new LayerWeights(
            Norm(checkpoint, $"{name}.input_layernorm.weight"), Norm(checkpoint, $"{name}.post_attention_layernorm.weight"));
        try
        {
            for (int i = 0; i < Linears.Length; i++)
            {
                (string leaf, LinearInput input) = Linears[i];
                string module = $"{name}.{leaf}";
                string tensor = $"{module}.weight";
                WeightMatrix weight = WeightMatrix.From(checkpoint.Tensors[tensor], tensor, checkpoint.FileOf(tensor));
                result.weights.Add(leaf, weight);
                if (!schemes.TryGetValue(module, out QuantizationScheme? scheme)) continue;
                if (collectInputs && !result.inputs.ContainsKey(input)) result.inputs.Add(input, new InputStatistics(weight.Columns));
                result.problems[i] = new LinearProblem(
                    module, weight, scheme, result.inputs.GetValueOrDefault(input), checkpoint.Tensors.ContainsKey($"{module}.bias"));
            }

            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>What <paramref name="collector"/> shall gather for the linears that are quantized.</summary>
    public void Announce(InputCollector collector)
    {
        foreach ((LinearInput input, InputStatistics statistics) in inputs) collector.Want(input, statistics);
    }

    /// <summary>Mirrors the gathered moments.</summary>
    public void CompleteInputs(WorkerPool pool)
    {
        foreach (InputStatistics statistics in inputs.Values) statistics.Complete(pool);
    }

    /// <summary>Loads the layer into the decoder, quantized where a matrix is given.</summary>
    /// <param name="quantized">By module name; none for the layer as it is.</param>
    public void LoadInto(CalibrationDecoder decoder, int layer, IReadOnlyDictionary<string, QuantizedMatrix> quantized, WorkerPool pool) =>
        decoder.Load(
            layer, Pack(0, 3, quantized, pool), Pack(3, 1, quantized, pool), Pack(4, 2, quantized, pool), Pack(6, 1, quantized, pool),
            InputNorm.Values.ToArray(), PostAttentionNorm.Values.ToArray());

    public void Dispose()
    {
        foreach (WeightMatrix weight in weights.Values) weight.Dispose();
        foreach (InputStatistics statistics in inputs.Values) statistics.Dispose();
    }

    private LayerMatrix Pack(int first, int count, IReadOnlyDictionary<string, QuantizedMatrix> quantized, WorkerPool pool)
    {
        if (problems[first] is { } problem && quantized.ContainsKey(problem.Name))
            return LayerMatrix.Of([.. problems.Skip(first).Take(count).Select(part => quantized[part!.Name])], pool);
        return LayerMatrix.Of([.. Linears.Skip(first).Take(count).Select(linear => weights[linear.Leaf])], pool);
    }

    private static NormWeight Norm(Checkpoint checkpoint, string tensor) =>
        new(tensor, checkpoint.Tensors[tensor].Type, checkpoint.Tensors[tensor].ToSingles());
}
