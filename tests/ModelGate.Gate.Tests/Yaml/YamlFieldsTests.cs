using ModelGate.Gate.Yaml;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tests.Yaml;

public sealed class YamlFieldsTests
{
    private static readonly YamlCodes Codes = new("S", "D", "U", "M", "W");

    private static YamlFields Fields(string text) =>
        new((YamlMapping)YamlFile.Parse(text, "f.yml", Codes), new YamlProblems(Codes), "the task");

    [Fact]
    public void Fields_right_kinds_are_read()
    {
        YamlFields fields = Fields("s: hello\nn: 3\nx: 0.5\nf: true\nl: [a, b]\nm: {k: v}\nq: \"7\"");
        Assert.Equal("hello", fields.Text("s"));
        Assert.Equal(3, fields.Integer("n"));
        Assert.Equal(0.5, fields.Number("x"));
        Assert.True(fields.Flag("f"));
        Assert.Equal(["a", "b"], fields.Texts("l")!);
        Assert.Equal("v", fields.Fields("m")!.Text("k"));
        Assert.Equal("7", fields.Text("q"));
        Assert.Null(fields.Text("absent"));
        fields.RefuseOthers();
        Assert.Empty(fields.Problems.Found);
    }

    [Fact]
    public void Fields_wrong_kinds_are_reported_together_in_file_order()
    {
        YamlFields fields = Fields("n: \"3\"\nx: abc\nf: yes\nl: 3\nr: 0\ns: !function utils.f");
        fields.List("l");
        fields.Flag("f");
        fields.Integer("n");
        fields.Number("x");
        fields.Integer("r", least: 1);
        fields.Text("s");
        DiagnosticException error = Assert.Throws<DiagnosticException>(fields.Problems.ThrowIfAny);
        Assert.Equal([1, 2, 3, 4, 5, 6], error.Diagnostics.Select(d => d.At.Line));
        Assert.Contains("at least 1", error.Diagnostics[4].Problem, StringComparison.Ordinal);
        Assert.Contains("!function", error.Diagnostics[5].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void RefuseOthers_unknown_key_names_the_nearest()
    {
        YamlFields fields = Fields("num_fewshots: 3\nzzz: 1\nseen: 1");
        fields.Integer("num_fewshot");
        fields.Ignore("seen");
        fields.RefuseOthers();
        Assert.Equal(["Did you mean 'num_fewshot'?", "Use one of: num_fewshot."], fields.Problems.Found.Select(d => d.Remedy));
        Assert.All(fields.Problems.Found, d => Assert.Equal("U", d.Code));
    }

    [Fact]
    public void Require_missing_key_is_reported_at_the_mapping()
    {
        YamlFields fields = Fields("a: 1");
        Assert.False(fields.Require("task"));
        Assert.Equal(
            new Diagnostic("M", new("f.yml", 1, 1), "The task has no 'task'.", "Add 'task'."), Assert.Single(fields.Problems.Found));
    }

    [Theory]
    [InlineData("recovary", "recovery", 1)]
    [InlineData("metrci", "metric", 1)]
    [InlineData("abc", "xyz", 3)]
    [InlineData("", "ab", 2)]
    public void Distance_counts_edits(string a, string b, int expected) => Assert.Equal(expected, NearestKey.Distance(a, b));

    [Fact]
    public void Of_nothing_close_gives_null() => Assert.Null(NearestKey.Of("frobnicate", ["task", "group"]));
}
