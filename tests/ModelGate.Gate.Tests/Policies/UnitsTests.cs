using ModelGate.Gate.Policies;

namespace ModelGate.Gate.Tests.Policies;

public sealed class UnitsTests
{
    public static TheoryData<string, Quantity> Known => new()
    {
        { "99%", new Quantity.Percent(0.99) },
        { " 0.5 % ", new Quantity.Percent(0.005) },
        { "100 ms", new Quantity.Time(0.1) },
        { "1s", new Quantity.Time(1) },
        { "2 min", new Quantity.Time(120) },
        { "250 us", new Quantity.Time(0.00025) },
        { "2 GiB", new Quantity.Bytes(2147483648) },
        { "1.5 GB", new Quantity.Bytes(1.5e9) },
        { "1.05", new Quantity.Plain(1.05) },
        { "-1e-3", new Quantity.Plain(-0.001) },
        { ".5", new Quantity.Plain(0.5) },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void Parse_known_unit_gives_the_base_unit(string text, Quantity expected)
    {
        Quantity? actual = Units.Parse(text);
        Assert.Equal(expected.GetType(), actual!.GetType());
        Assert.Equal(Value(expected), Value(actual), precision: 12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("%")]
    [InlineData("99 percent")]
    [InlineData("1 S")]
    [InlineData("1,5")]
    [InlineData("1e999")]
    [InlineData("NaN")]
    [InlineData("1 s s")]
    public void Parse_anything_else_is_null(string text) => Assert.Null(Units.Parse(text));

    private static double Value(Quantity quantity) => quantity switch
    {
        Quantity.Percent percent => percent.Fraction,
        Quantity.Time time => time.Seconds,
        Quantity.Bytes bytes => bytes.Count,
        Quantity.Plain plain => plain.Value,
        _ => throw new InvalidOperationException(),
    };
}
