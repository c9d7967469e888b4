using ModelGate.Models.Architectures;
using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Passes;

/// <summary>Runs the original model over the calibration windows for the input peaks that SmoothQuant needs.</summary>
internal static class SmoothingPass
{
    private static readonly Dictionary<string, QuantizedMatrix> Unquantized = [];
    private static readonly Dictionary<string, QuantizationScheme> NoSchemes = [];

    /// <returns>For each layer the magnitudes that attention and MLP read.</returns>
    public static IReadOnlyList<(ChannelMagnitudes Attention, ChannelMagnitudes Mlp)> Run(
        Checkpoint checkpoint, IReadOnlyList<int[]> windows, WorkerPool pool, Action<int> onLayer, CancellationToken cancel)
    {
        var peaks = new (ChannelMagnitudes, ChannelMagnitudes)[checkpoint.Config.LayerCount];
        using var decoder = new CalibrationDecoder(checkpoint);
        using var pass = new LayerwisePass(decoder.Decoder, windows, pool);
        for (int layer = 0; layer < peaks.Length; layer++)
        {
            onLayer(layer);
            peaks[layer] = (new ChannelMagnitudes(checkpoint.Config.HiddenSize), new ChannelMagnitudes(checkpoint.Config.HiddenSize));
            using LayerWeights weights = LayerWeights.Load(checkpoint, layer, NoSchemes, collectInputs: false);
            weights.LoadInto(decoder, layer, Unquantized, pool);
            var collector = new InputCollector(pool);
            collector.Want(LinearInput.Attention, peaks[layer].Item1);
            collector.Want(LinearInput.Mlp, peaks[layer].Item2);
            pass.ObserveAndAdvance(layer, collector, cancel);
        }

        return peaks;
    }
}
