namespace ModelGate.Numerics;

/// <summary>Element types of tensors in safetensors files that this product reads or writes.</summary>
public enum DType
{
    F32,
    F16,
    BF16,
    F8E4M3,
    I8,
    U8,
    I32,
    I64,
}

public static class DTypes
{
    extension(DType type)
    {
        public int SizeInBytes => type switch
        {
            DType.I64 => 8,
            DType.F32 or DType.I32 => 4,
            DType.F16 or DType.BF16 => 2,
            _ => 1,
        };

        /// <summary>The name in a safetensors header, such as <c>F8_E4M3</c>.</summary>
        public string SafetensorsName => type == DType.F8E4M3 ? "F8_E4M3" : type.ToString();
    }
}
