using System.Runtime.CompilerServices;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>Elements of F32, F16 and BF16 tensors as FP32.</summary>
public static unsafe class TensorValues
{
    extension(TensorView tensor)
    {
        /// <summary>All elements, row-major; for scales, norms and biases, not for weights of a large model.</summary>
        public float[] ToSingles()
        {
            var values = new float[tensor.ElementCount];
            tensor.CopySingles(0, values);
            return values;
        }

        /// <summary>Elements <paramref name="first"/> and up, as many as <paramref name="destination"/> takes.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The range leaves the tensor.</exception>
        /// <exception cref="NotSupportedException">The tensor is of integers or FP8 codes.</exception>
        public void CopySingles(long first, Span<float> destination)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(first);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(first + destination.Length, tensor.ElementCount);
            byte* source = tensor.Data + (first * tensor.Type.SizeInBytes);
            switch (tensor.Type)
            {
                case DType.F32:
                    new ReadOnlySpan<byte>(source, destination.Length * sizeof(float)).CopyTo(
                        System.Runtime.InteropServices.MemoryMarshal.AsBytes(destination));
                    break;
                case DType.BF16:
                    for (int i = 0; i < destination.Length; i++)
                        destination[i] = BFloat16.ToSingle(Unsafe.ReadUnaligned<ushort>(source + (2 * i)));
                    break;
                case DType.F16:
                    for (int i = 0; i < destination.Length; i++) destination[i] = (float)Unsafe.ReadUnaligned<Half>(source + (2 * i));
                    break;
                default:
                    throw new NotSupportedException($"A tensor of type {tensor.Type.SafetensorsName} has no floating-point elements.");
            }
        }
    }
}
