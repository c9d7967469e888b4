using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.Passes;

/// <summary>Where finished layers go. What it is given stays the giver's and is valid during the call.</summary>
internal interface IQuantizedSink
{
    /// <param name="nearest">Error of rounding to nearest; null where that is what was done.</param>
    /// <param name="error">Error of what was done.</param>
    void Take(string module, QuantizedMatrix matrix, RoundingError? nearest, RoundingError error, IReadOnlyList<ModuleNote> notes);

    /// <summary>A norm whose weight was changed.</summary>
    void Take(NormWeight norm);
}
