using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;

namespace ModelGate.Models.Tests.Templates;

public class JinjaTemplateTests
{
    private static readonly Dictionary<string, object?> s_none = [];

    [Fact]
    public void Render_takes_every_type_of_value()
    {
        using JsonDocument json = JsonDocument.Parse("""{"a": [1, 2.0, "x", null, true], "big": 9007199254740993}""");
        Dictionary<string, object?> variables = new()
        {
            ["nil"] = null, ["yes"] = true, ["i"] = 1, ["l"] = 2L, ["f"] = 1.5f, ["d"] = 2.0, ["s"] = "t", ["j"] = json.RootElement,
            ["list"] = new List<object?> { 1, "a", null }, ["texts"] = new[] { "p", "q" },
            ["map"] = new Dictionary<string, object?> { ["k"] = 1 },
        };
        Assert.Equal(
            "None True 1 2 1.5 2.0 t {'a': [1, 2.0, 'x', None, True], 'big': 9007199254740993} [1, 'a', None] ['p', 'q'] {'k': 1}",
            Render("{{ nil }} {{ yes }} {{ i }} {{ l }} {{ f }} {{ d }} {{ s }} {{ j }} {{ list }} {{ texts }} {{ map }}", variables));
    }

    [Fact]
    public void Render_value_of_another_type_is_an_argument_error() =>
        Assert.Throws<ArgumentException>(() => Render("x", new() { ["date"] = DateTime.UnixEpoch }));

    [Theory]
    [InlineData("{{ 1 +\n  }}", "QG0350", 2, 3)]
    [InlineData("line\nmore {% if x %}", "QG0350", 2, 16)]
    [InlineData("{{ 'open", "QG0350", 1, 4)]
    [InlineData("a\n{# b", "QG0350", 2, 1)]
    [InlineData("{% include 'x' %}", "QG0353", 1, 4)]
    [InlineData("ab{{ x|nofilter }}", "QG0353", 1, 8)]
    [InlineData("{{ x is notest }}", "QG0353", 1, 6)]
    [InlineData("{{ '\\N{BULLET}' }}", "QG0353", 1, 5)]
    public void Parse_error_names_its_place(string source, string code, int line, int column)
    {
        Diagnostic diagnostic = Fails(() => JinjaTemplate.Parse(source, new SourcePoint("t.jinja", 1, 1)));
        Assert.Equal((code, new SourcePoint("t.jinja", line, column)), (diagnostic.Code, diagnostic.At));
        Assert.Contains($"line {line}, column {column} of the template", diagnostic.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ok\n{{ a.b.c }}", "QG0351", 2, 8)]
    [InlineData("{% for x in 5 %}{% endfor %}", "QG0352", 1, 13)]
    [InlineData("{{ 1 + 2 }}\n{{ 1 + 'a' }}", "QG0352", 2, 6)]
    [InlineData("{{ 'a' * 2 + none }}", "QG0352", 1, 12)]
    [InlineData("{{ [3, 'a'] | sort }}", "QG0352", 1, 15)]
    [InlineData("{{ 9223372036854775807 + 1 }}", "QG0352", 1, 24)]
    [InlineData("{{ 2 ** 64 }}", "QG0352", 1, 6)]
    [InlineData("{{ x() }}", "QG0351", 1, 5)]
    [InlineData("{{ range }}", "QG0352", 1, 4)]
    [InlineData("{{ [1]|map('string') }}", "QG0352", 1, 8)]
    public void Render_error_names_its_place(string source, string code, int line, int column)
    {
        Diagnostic diagnostic = Fails(() => Render(source, new() { ["a"] = new Dictionary<string, object?>() }));
        Assert.Equal((code, new SourcePoint("case", line, column)), (diagnostic.Code, diagnostic.At));
    }

    [Fact]
    public void Parse_error_adds_the_origin_of_a_template_inside_a_file()
    {
        SourcePoint origin = new("task.yaml", 7, 20);
        Assert.Equal(new SourcePoint("task.yaml", 7, 23), Fails(() => JinjaTemplate.Parse("{{ }}", origin)).At);
        Assert.Equal(new SourcePoint("task.yaml", 8, 4), Fails(() => JinjaTemplate.Parse("\n{{ }}", origin)).At);
        Assert.Equal(new SourcePoint("c.json"), Fails(() => JinjaTemplate.Parse("\n{{ }}", new SourcePoint("c.json"))).At);
    }

    [Theory]
    [InlineData("{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}")]
    [InlineData("{{ 'x' * 99999999999 }}")]
    [InlineData("{{ [0] * 99999999999 }}")]
    [InlineData("{% set ns = namespace(s='ab') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s='ab') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s|tojson }}")]
    [InlineData("{% set ns = namespace(s='aa') %}{% for i in range(99) %}{% set ns.s = ns.s|replace('a', 'aaaaaaaa') %}{% endfor %}")]
    [InlineData("{% for a in range(90000) %}{% for b in range(90000) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}{% endfor %}")]
    [InlineData("{{ '%999999999d' % 1 }}")]
    [InlineData("{{ '{:999999999}'.format(1) }}")]
    [InlineData("{{ 'x'.ljust(999999999) }}")]
    [InlineData("{{ 'x'.zfill(999999999) }}")]
    [InlineData("{{ 'x'|center(999999999) }}")]
    [InlineData("{{ 'x\ny'|indent(999999999) }}")]
    [InlineData("{{ [1]|batch(999999999, 0)|list }}")]
    [InlineData("{{ [1]|slice(999999999)|list }}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}")]
    public void Render_that_runs_away_is_an_error(string source) => Assert.Equal("QG0354", Fails(() => Render(source, [])).Code);

    [Fact]
    public void Render_list_that_holds_itself_is_an_error()
    {
        const string self = "{% set a = [] %}{% set b = [] %}{% set _ = a.append(a) %}{% set _ = b.append(b) %}";
        foreach (string use in new[] { "{{ a }}", "{{ a|tojson }}", "{{ a == b }}", "{{ a < b }}" })
        {
            JinjaTemplate template = JinjaTemplate.Parse(self + use, new SourcePoint("case", 1, 1), JinjaOptions.TaskTemplate);
            Assert.Equal("QG0354", Fails(() => template.Render(s_none)).Code);
        }
    }

    [Theory]
    [InlineData("(", ")", 100_000)]
    [InlineData("[", "]", 100_000)]
    [InlineData("not ", "", 100_000)]
    [InlineData("-", "", 100_000)]
    [InlineData("1+", "", 100_000)]
    [InlineData("1 if x else ", "", 100_000)]
    public void Render_endless_nesting_is_an_error_or_a_value(string open, string close, int depth)
    {
        string source = "{{ " + Repeat(open, depth) + "1" + Repeat(close, depth) + " }}";
        try
        {
            Assert.NotEmpty(Render(source, []));
        }
        catch (DiagnosticException error)
        {
            Assert.Equal("QG0354", error.Diagnostics[0].Code);
        }
    }

    [Fact]
    public void Render_endless_blocks_are_an_error()
    {
        string source = Repeat("{% if true %}", 100_000) + Repeat("{% endif %}", 100_000);
        Assert.Equal("QG0354", Fails(() => Render(source, [])).Code);
    }

    [Fact]
    public void Render_pattern_that_is_no_regular_expression_is_an_error()
    {
        JinjaTemplate template = JinjaTemplate.Parse(
            "{{ x|regex_replace('(', '') }}", new SourcePoint("case", 1, 1), JinjaOptions.TaskTemplate);
        Diagnostic diagnostic = Fails(() => template.Render(new Dictionary<string, object?> { ["x"] = "a" }));
        Assert.Equal("QG0352", diagnostic.Code);
        Assert.Contains("`(`", diagnostic.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_any_cut_or_scrambled_template_ends_in_a_text_or_a_diagnostic()
    {
        Random random = new(5);
        string[] sources = [.. ChatShapes.Read().DistinctBy(one => one.Shape).Select(one => one.Template)];
        JsonElement variables = ChatShapes.Read().First().Variables;
        for (int i = 0; i < 1500; i++)
        {
            string source = sources[random.Next(sources.Length)];
            char[] characters = source[..random.Next(source.Length)].ToCharArray();
            for (int edits = random.Next(4); edits > 0 && characters.Length > 0; edits--)
            {
                characters[random.Next(characters.Length)] = "{}%#()[]'\"|.,:=+-~\\ \nx0"[random.Next(23)];
            }

            JinjaRun run = JinjaRun.Of(i % 2 == 0 ? "chat" : "task", new string(characters), variables);
            Assert.True(run.Text is not null || run.Error is not null);
        }
    }

    [Fact]
    public void Render_same_template_in_parallel_is_the_same()
    {
        JinjaTemplate template = JinjaTemplate.Parse(
            "{% set ns = namespace(t=0) %}{% for i in range(n) %}{% set ns.t = ns.t + i %}{% endfor %}{{ ns.t }}",
            new SourcePoint("case", 1, 1));
        string[] texts = new string[64];
        Parallel.For(0, texts.Length, i => texts[i] = template.Render(new Dictionary<string, object?> { ["n"] = i }));
        Assert.Equal(Enumerable.Range(0, texts.Length).Select(i => $"{i * (i - 1) / 2}"), texts);
    }

    [Fact]
    public void Render_does_not_change_the_callers_values()
    {
        List<object?> list = [1];
        JinjaTemplate template = JinjaTemplate.Parse(
            "{% set _ = a.append(2) %}{{ a }}", new SourcePoint("case", 1, 1), JinjaOptions.TaskTemplate);
        Dictionary<string, object?> variables = new() { ["a"] = list };
        Assert.Equal("[1, 2]", template.Render(variables));
        Assert.Equal("[1, 2]", template.Render(variables));
        Assert.Single(list);
    }

    private static string Render(string source, Dictionary<string, object?> variables) =>
        JinjaTemplate.Parse(source, new SourcePoint("case", 1, 1)).Render(variables);

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static Diagnostic Fails(Func<object?> action) => Assert.Single(Assert.Throws<DiagnosticException>(action).Diagnostics);
}
