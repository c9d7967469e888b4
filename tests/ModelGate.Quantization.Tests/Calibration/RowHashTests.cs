using ModelGate.Quantization.Calibration;

namespace ModelGate.Quantization.Tests.Calibration;

public sealed class RowHashTests
{
    [Theory]
    [InlineData("  A  b\n\tC ", "a b c")]
    [InlineData("", "")]
    [InlineData(" \n", "")]
    [InlineData("Ünï", "ünï")]
    public void Normalize_case_and_white_space_do_not_count(string text, string expected) =>
        Assert.Equal(expected, RowHash.Normalize(text));

    [Fact]
    public void Of_known_text_is_sha256() =>
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", RowHash.Of(" ABC\n"));
}
