using ModelGate.Quantization.Observers;

namespace ModelGate.Quantization.Tests.Observers;

public sealed class MinMaxTests
{
    private static readonly NumberGrid Int4 = new NumberGrid.SignedInteger(4);

    [Fact]
    public void Scale_example_of_the_format_reference_is_the_rounded_half_range()
    {
        float[] group = [0.10009765625f, -0.30078125f, 0.02f, 0.29f, -0.15f, 0.07f, 0, -0.21f];
        Assert.Equal(0.0400390625f, new MinMax().Scale(group, Int4));
        Assert.Equal(0.00067138671875f, new MinMax().Scale(group, new NumberGrid.E4M3()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(67)]
    [InlineData(128)]
    public void LargestMagnitude_any_length_and_place_is_found(int length)
    {
        for (int place = 0; place < length; place++)
        {
            float[] values = new float[length];
            Array.Fill(values, 0.5f);
            values[place] = -3;
            Assert.Equal(3, MinMax.LargestMagnitude(values));
        }
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(1e-42f)]
    public void Scale_group_of_zeros_is_machine_epsilon(float weight) =>
        Assert.Equal(1f / 128, new MinMax().Scale([weight, -weight, 0], Int4));

    [Fact]
    public void Scale_outlier_stretches_the_grid()
    {
        float[] group = new float[128];
        Array.Fill(group, 0.01f);
        group[77] = -7.5f;
        Assert.Equal(1, new MinMax().Scale(group, Int4));
    }
}
