using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Models.Tests.Engines.Cpu;

public sealed class StopStringsTests
{
    [Theory]
    [InlineData("END", "a|E|N|D", 3)]
    [InlineData("END", "xxEN|EN|D.", 2)]
    [InlineData("\n\n|Question:", "4\n|\nQ", 1)]
    [InlineData("\n\n|Question:", "Ques|tio|n:", 2)]
    [InlineData("ab", "a|a|a", -1)]
    [InlineData("", "a|b", -1)]
    public void EndsIn_pieces_finds_a_stop_string_when_its_last_character_comes(string stops, string pieces, int expected)
    {
        var watch = new StopStrings(stops.Split('|'));
        Assert.Equal(expected, Array.FindIndex(pieces.Split('|'), watch.EndsIn));
    }

    [Fact]
    public void Cut_cuts_at_one_after_another_in_list_order()
    {
        Assert.Equal("a", StopStrings.Cut("a.b;c", [";", "."]));
        Assert.Equal("ab", StopStrings.Cut("ab", ["", "c"]));
        Assert.Equal("", StopStrings.Cut(";a", [";"]));
    }
}
