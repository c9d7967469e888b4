using ModelGate.Models.Architectures;
using ModelGate.Numerics;
using ModelGate.Quantization.Hessians;

namespace ModelGate.Quantization.Passes;

/// <summary>Gathers the statistics of one layer's inputs while calibration tokens run through it.</summary>
internal sealed unsafe class InputCollector(WorkerPool pool) : ILinearInputObserver
{
    private readonly Dictionary<LinearInput, InputStatistics> statistics = [];
    private readonly Dictionary<LinearInput, ChannelMagnitudes> magnitudes = [];

    /// <summary>Second moments and magnitudes of these inputs.</summary>
    public void Want(LinearInput input, InputStatistics target) => statistics[input] = target;

    /// <summary>Magnitudes alone of these inputs.</summary>
    public void Want(LinearInput input, ChannelMagnitudes target) => magnitudes[input] = target;

    public void Observe(int layer, LinearInput input, float* x, int rows, int width)
    {
        if (statistics.TryGetValue(input, out InputStatistics? moments)) moments.Add(x, rows, pool);
        if (magnitudes.TryGetValue(input, out ChannelMagnitudes? peaks)) peaks.Add(x, rows, pool);
    }
}
