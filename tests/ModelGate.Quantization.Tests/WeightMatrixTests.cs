using ModelGate.Models.Diagnostics;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Tests;

public sealed unsafe class WeightMatrixTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void From_value_that_is_not_finite_names_tensor_and_place(float bad)
    {
        float[] values = [1, 2, 3, 4, bad, bad];
        fixed (float* data = values)
        {
            var view = new TensorView(DType.F32, new long[] { 2, 3 }, (byte*)data);
            DiagnosticException wrong = Assert.Throws<DiagnosticException>(() => WeightMatrix.From(view, "a.weight", "model.safetensors"));
            Assert.Contains("a.weight", wrong.Message, StringComparison.Ordinal);
            Assert.Contains("row 1, column 1", wrong.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void From_quantized_codes_is_refused()
    {
        byte[] codes = [1, 2];
        fixed (byte* data = codes)
        {
            var view = new TensorView(DType.I8, new long[] { 1, 2 }, data);
            Assert.Equal("QG0520", Assert.Throws<DiagnosticException>(() => WeightMatrix.From(view, "a", "f")).Diagnostics[0].Code);
        }
    }

    [Fact]
    public void From_half_types_widens_exactly()
    {
        ushort[] brain = [0x3F80, 0xC040];
        Half[] half = [(Half)0.5f, (Half)(-2)];
        fixed (ushort* data = brain)
        {
            using WeightMatrix matrix = WeightMatrix.From(new TensorView(DType.BF16, new long[] { 1, 2 }, (byte*)data), "a", "f");
            Assert.Equal([1, -3], matrix.Row(0));
        }

        fixed (Half* data = half)
        {
            using WeightMatrix matrix = WeightMatrix.From(new TensorView(DType.F16, new long[] { 2, 1 }, (byte*)data), "a", "f");
            Assert.Equal(-2, matrix.Row(1)[0]);
        }
    }
}
