using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;

namespace ModelGate.Models.Tests.Checkpoints;

/// <summary>Worked examples B and D of checkpoint-format section 5, and layouts that they do not show.</summary>
public sealed unsafe class LinearRowsTests
{
    [Fact]
    public void ReadRow_symmetric_int4_worked_example()
    {
        int word = 950335498;
        ushort scale = 0x3D24;
        var int4 = new LinearWeights.Int4(1, 8, null, View(DType.I32, &word, 1, 1), View(DType.BF16, &scale, 1, 1), GroupSize: 8);
        float[] row = Read(int4, 0);
        Assert.Equal([.08008f, -.32031f, 0f, .28027f, -.16016f, .08008f, 0f, -.20020f], row.Select(value => MathF.Round(value, 5)));
        Assert.Equal(2 * 0.0400390625f, row[0]);
    }

    [Fact]
    public void ReadRow_fp8_worked_example()
    {
        byte* codes = stackalloc byte[] { 0x7E, 0xF6, 0x6D, 0x3C };
        ushort scale = 0x3A30;
        var fp8 = new LinearWeights.Fp8(1, 4, null, View(DType.F8E4M3, codes, 1, 4), View(DType.BF16, &scale, 1, 1));
        const float Scale = 0.00067138671875f;
        Assert.Equal([448 * Scale, -224 * Scale, 104 * Scale, 1.5f * Scale], Read(fp8, 0));
    }

    [Fact]
    public void ReadRow_groups_of_two_rows_take_their_own_scales()
    {
        // Row 0: codes 1; row 1: codes −8 (nibble 0), in words of eight.
        uint* words = stackalloc uint[] { 0x99999999, 0x99999999, 0, 0 };
        float* scales = stackalloc float[] { 1, 2, 3, 4 };
        var int4 = new LinearWeights.Int4(2, 16, null, View(DType.I32, words, 2, 2), View(DType.F32, scales, 2, 2), GroupSize: 8);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2], Read(int4, 0));
        Assert.Equal([-24, -24, -24, -24, -24, -24, -24, -24, -32, -32, -32, -32, -32, -32, -32, -32], Read(int4, 1));
    }

    [Fact]
    public void ReadRow_int8_has_a_scale_for_each_row_or_one_for_all()
    {
        sbyte* codes = stackalloc sbyte[] { -128, 127, 3, -4 };
        float* scales = stackalloc float[] { 0.5f, 2 };
        TensorView view = View(DType.I8, codes, 2, 2);
        Assert.Equal([6f, -8f], Read(new LinearWeights.Int8(2, 2, null, view, View(DType.F32, scales, 2, 1)), 1));
        Assert.Equal([1.5f, -2f], Read(new LinearWeights.Int8(2, 2, null, view, View(DType.F32, scales, 1)), 1));
    }

    [Fact]
    public void ReadRow_packed_int8_worked_example()
    {
        int word = -8356096;
        float scale = 1;
        var packed = new LinearWeights.Int8WeightOnly(
            1, 4, null, View(DType.I32, &word, 1, 1), View(DType.F32, &scale, 1, 1), GroupSize: 4);
        Assert.Equal([-128, -1, 0, 127], Read(packed, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => packed.ReadRow(1, new float[4]));
        Assert.Throws<ArgumentOutOfRangeException>(() => packed.ReadRow(0, new float[5]));
    }

    private static float[] Read(LinearWeights weights, int row)
    {
        float[] values = new float[weights.Columns];
        weights.ReadRow(row, values);
        return values;
    }

    private static TensorView View(DType type, void* data, params long[] shape) => new(type, shape, (byte*)data);
}
