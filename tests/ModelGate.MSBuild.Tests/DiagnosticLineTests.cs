namespace ModelGate.MSBuild.Tests;

public class DiagnosticLineTests
{
    [Theory]
    [InlineData("quantgate.yml(14,17): error QG0104: Group size 96.", "quantgate.yml", 14, 17, "QG0104", "Group size 96.")]
    [InlineData(@"C:\a b\q.yml(1,2): error QG0101: a: b (3,4): c", @"C:\a b\q.yml", 1, 2, "QG0101", "a: b (3,4): c")]
    [InlineData("/tmp/a(1,1)/q.yml(1,2): error QG0101: Text.", "/tmp/a(1,1)/q.yml", 1, 2, "QG0101", "Text.")]
    [InlineData("--offline: error QG0900: No folder.", "--offline", 0, 0, "QG0900", "No folder.")]
    [InlineData("error QG0903: The run could not go on.", "", 0, 0, "QG0903", "The run could not go on.")]
    public void TryParse_of_a_canonical_line_takes_it_apart(string line, string file, int row, int column, string code, string text)
    {
        DiagnosticLine parsed = DiagnosticLine.TryParse(line)!;
        Assert.Equal((file, row, column), (parsed.File, parsed.Line, parsed.Column));
        Assert.Equal((code, text, true), (parsed.Code, parsed.Text, parsed.IsError));
    }

    [Fact]
    public void TryParse_of_a_warning_says_so() => Assert.False(DiagnosticLine.TryParse("q.yml(1,2): warning QG0101: Text.")!.IsError);

    [Theory]
    [InlineData("")]
    [InlineData("fp8: demo-letters: acc 0.2000 on 20 documents")]
    [InlineData("Program.cs(1,2): error CS0103: The name does not exist.")]
    [InlineData("\u001b[31mquantgate.yml(1,2): error QG0101\u001b[0m: Text.")]
    [InlineData("an error QG0101: in the middle")]
    public void TryParse_of_another_line_is_null(string line) => Assert.Null(DiagnosticLine.TryParse(line));
}
