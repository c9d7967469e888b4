namespace ModelGate.Numerics;

/// <summary>Whether a kernel rounds its results as a bfloat16 model does between operations.</summary>
public enum Rounding
{
    /// <summary>Results stay FP32.</summary>
    None,

    /// <summary>Every result that a bfloat16 model would store is rounded to bfloat16 (nearest even) and kept as FP32.</summary>
    BFloat16,
}
