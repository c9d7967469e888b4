namespace ModelGate.Models.Architectures;

/// <summary>What activations are rounded to between operations. Sums inside an operation are always FP32.</summary>
public enum ActivationPrecision
{
    /// <summary>Rounded to bfloat16 wherever a BF16 model stores a tensor; the language model head's logits stay FP32.</summary>
    Bf16,

    /// <summary>Never rounded: for calibration and for checks against references.</summary>
    Fp32,
}
