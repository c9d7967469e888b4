using ModelGate.Gate.Yaml;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tests.Yaml;

public sealed class YamlFileTests
{
    private static readonly YamlCodes Codes = new("S", "D", "U", "M", "W");

    private static YamlNode Parse(string text) => YamlFile.Parse(text, "f.yml", Codes);

    private static Diagnostic Refused(string text) =>
        Assert.Single(Assert.Throws<DiagnosticException>(() => Parse(text)).Diagnostics);

    [Fact]
    public void Parse_scalars_keep_style_and_position()
    {
        YamlMapping root = Assert.IsType<YamlMapping>(Parse("a: 1\nb: \"1\"\nc: '1'\nd:\n  - |\n    x {{ y }}\n"));
        YamlScalar plain = Assert.IsType<YamlScalar>(root["a"]);
        Assert.Equal(("1", YamlScalarStyle.Plain, new SourcePoint("f.yml", 1, 4)), (plain.Value, plain.Style, plain.At));
        YamlScalar quoted = Assert.IsType<YamlScalar>(root["b"]);
        Assert.Equal(("1", YamlScalarStyle.DoubleQuoted), (quoted.Value, quoted.Style));
        Assert.Equal(new SourcePoint("f.yml", 2, 5), quoted.ContentAt);
        YamlScalar block = Assert.IsType<YamlScalar>(Assert.IsType<YamlSequence>(root["d"]).Items[0]);
        Assert.Equal(("x {{ y }}\n", new SourcePoint("f.yml", 6, 5)), (block.Value, block.ContentAt));
    }

    [Fact]
    public void Parse_tag_stays_visible()
    {
        YamlScalar scalar = Assert.IsType<YamlScalar>(Assert.IsType<YamlMapping>(Parse("a: !function utils.process"))["a"]);
        Assert.Equal(("!function", "utils.process"), (scalar.Tag, scalar.Value));
    }

    [Fact]
    public void Parse_single_quoted_backslash_n_stays_two_characters()
    {
        YamlMapping root = (YamlMapping)Parse("a: 'x\\ny'\nb: \"x\\ny\"");
        Assert.Equal("x\\ny", ((YamlScalar)root["a"]!).Value);
        Assert.Equal("x\ny", ((YamlScalar)root["b"]!).Value);
    }

    [Fact]
    public void Parse_duplicate_keys_are_all_reported_at_the_second()
    {
        DiagnosticException error = Assert.Throws<DiagnosticException>(() => Parse("a: 1\na: 2\nb: {c: 1, c: 2}"));
        Assert.Equal(["f.yml(2,1)", "f.yml(3,11)"], error.Diagnostics.Select(d => d.At.ToString()));
        Assert.All(error.Diagnostics, d => Assert.Equal("D", d.Code));
    }

    [Theory]
    [InlineData("a: [1, 2", 1)]
    [InlineData("a: 1\n b: 2", 2)]
    [InlineData("a: 'x", 1)]
    public void Parse_syntax_error_names_the_line(string text, int line)
    {
        Diagnostic found = Refused(text);
        Assert.Equal("S", found.Code);
        Assert.InRange(found.At.Line, line, line + 1);
    }

    [Fact]
    public void Parse_unquoted_template_says_to_quote_it()
    {
        Diagnostic found = Refused("a: {{question}}");
        Assert.Equal((1, "S"), (found.At.Line, found.Code));
        Assert.Contains("quotes", found.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_alias_and_merge_key_give_the_anchored_values_and_local_keys_win()
    {
        YamlMapping root = (YamlMapping)Parse("base: &b {x: 1, y: 2}\nuse:\n  <<: *b\n  y: 3\nsame: *b");
        YamlMapping use = (YamlMapping)root["use"]!;
        Assert.Equal("1", ((YamlScalar)use["x"]!).Value);
        Assert.Equal("3", ((YamlScalar)use["y"]!).Value);
        Assert.Same(root["base"], root["same"]);
    }

    [Theory]
    [InlineData("a: *x")]
    [InlineData("a: &x [*x]")]
    [InlineData("a: {<<: 3}")]
    [InlineData("a: 1\n---\nb: 2")]
    public void Parse_what_is_not_accepted_is_refused(string text) => Assert.Equal("S", Refused(text).Code);

    [Fact]
    public void Parse_alias_bomb_is_refused()
    {
        string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + string.Concat(
            Enumerable.Range(1, 8).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Assert.Contains("million", Refused(text).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_deep_nesting_is_refused() =>
        Assert.Contains("deeper", Refused(new string('[', 300) + new string(']', 300)).Problem, StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    public void Parse_empty_file_is_a_null_scalar(string text) => Assert.True(Assert.IsType<YamlScalar>(Parse(text)).IsNull);
}
