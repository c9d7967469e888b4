using ModelGate.Gate.Gates;
using ModelGate.Gate.Records;

namespace ModelGate.Gate.Tests.Gates;

public class GateCodesTests
{
    private static readonly Outcome[] s_open =
    [
        new Outcome.Failed(), new Outcome.Inconclusive(null, ""), new Outcome.NotDecidable(null, ""), new Outcome.NotMeasuredHere(""),
        new Outcome.NoData(""), new Outcome.NotApplicable("", Passes: false), new Outcome.NotReached(""),
    ];

    [Fact]
    public void Of_every_outcome_that_is_no_pass_is_a_code_of_its_own()
    {
        IEnumerable<Type> all = typeof(Outcome).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(Outcome)));
        Assert.Equal(all.Except([typeof(Outcome.Passed)]).ToHashSet(), s_open.Select(outcome => outcome.GetType()).ToHashSet());
        string[] codes = [.. s_open.Select(outcome => GateCodes.Of(Record(outcome)))];
        Assert.Equal(codes.Length, codes.Distinct().Count());
        Assert.All(codes, code => Assert.Matches("^QG07[0-9]{2}$", code));
    }

    [Fact]
    public void Of_a_pass_is_refused()
    {
        Assert.Throws<ArgumentException>(() => GateCodes.Of(Record(new Outcome.Passed())));
        Assert.Throws<ArgumentException>(() => GateCodes.Of(Record(new Outcome.NotApplicable("", Passes: true))));
    }

    private static FindingRecord Record(Outcome outcome) => new(
        "recovery at-least 99 %", "recovery", 14, "fp8", "demo", outcome.Class.ToString().ToLowerInvariant(), outcome.Name, null, "", null,
        null, "");
}
