using System.Text;

namespace ModelGate.Models.Tests.Templates;

/// <summary>Seeded random templates. Expressions are typed most of the time, so that most of them have a value.</summary>
/// <param name="isPortable">
/// Only what Python and JavaScript agree on: no floats from integers, no text of lists, no wrong types, no text beyond ASCII.
/// </param>
internal sealed class JinjaGenerator(int seed, bool isPortable)
{
    private readonly Random _random = new(seed);

    public const string Variables = """
        {"n": 3, "m": -7, "z": 0, "s": "Hello World", "t": "", "p": " a, b;c ", "u": "h\u00e9\ud83d\ude00\u65e5", "yes": true, "no": false,
         "nums": [4, -1, 4, 0], "words": ["pear", "Fig", "apple", "fig"], "none_": [], "f": 2.5, "g": -0.125, "nil": null,
         "rows": [{"k": "b", "v": 2}, {"k": "A", "v": 1}, {"k": "c", "v": 2}], "d": {"x": 1, "y": "two", "a b": [1]}}
        """;

    public string Template() => _random.Next(6) switch
    {
        0 => $"{{% for i in {Numbers(2)} %}}{Output("loop.index")}{Output($"i {Pick("+", "-", "*")} {Number(1)}")}"
            + $"{{% if {Truth(2)} %}}{Output(Text(1))}{{% endif %}}{{% endfor %}}",
        1 => $"{{% set ns = namespace(a={Number(2)}) %}}"
            + $"{{% for w in {Texts(1)} %}}{{% set ns.a = ns.a + w|length %}}{{% endfor %}}{Output("ns.a")}",
        2 => $"{{% if {Truth(3)} %}} {Output(Text(2))} {{%- elif {Truth(2)} %}} b{{% else -%}} c{{% endif %}}\n"
            + $"  {{% set q = {Number(2)} %}}\n[{Output("q")}]",
        3 => $"{{% macro f(a, b={Number(1)}) %}}{Output("a ~ b")}{{% endmacro %}}"
            + $"{Output($"f({Text(2)})")}|{Output($"f({Number(2)}, b={Number(1)})")}",
        _ => $"{Output(Number(3))}|{Output(Text(3))}|{Output($"'T' if {Truth(3)} else 'F'")}{(isPortable ? "" : Output(Any(4)))}",
    };

    private static string Output(string expression) => "{{ " + expression + " }}";

    private string Any(int depth) => _random.Next(10) switch
    {
        0 => $"[{Any(depth - 1)}, {Text(depth - 1)}]",
        1 => $"{{{Text(0)}: {Number(depth - 1)}, {Number(0)}: {Texts(depth - 1)}}}",
        2 => $"({Real(depth - 1)}, {Truth(depth - 1)}, none)",
        3 => Real(depth),
        4 => Numbers(depth),
        5 => Texts(depth),
        6 => $"{Text(depth - 1)} {Pick("+", "*", "%", "<", "in", "==")} {Number(depth - 1)}",
        7 => $"{Texts(depth - 1)} {Pick("+", "*", "in", "<", "!=")} {Numbers(depth - 1)}",
        8 => $"({Text(depth - 1)})|{Pick("int", "float", "list", "title", "wordcount", "capitalize", "reverse", "indent(2)")}",
        _ => Text(depth),
    };

    private string Number(int depth) => depth <= 0
        ? Pick("n", "m", "z", "0", "1", "2", "17", "nums[0]", "d.x", "rows[1].v", "loop_|default(5)")
        : _random.Next(13) switch
        {
            0 => $"({Number(depth - 1)} + {Number(depth - 1)})",
            1 => $"({Number(depth - 1)} - {Number(depth - 1)})",
            2 => $"({Number(depth - 1)} * {Number(depth - 1)})",
            3 when !isPortable => $"({Number(depth - 1)} // {Pick("2", "-3", "n", "m")})",
            4 when !isPortable => $"({Number(depth - 1)} % {Pick("2", "-3", "n", "m")})",
            5 => $"({Text(depth - 1)})|length",
            6 => $"{Numbers(depth - 1)}|length",
            7 => $"({Number(depth - 1)} if {Truth(depth - 1)} else {Number(depth - 1)})",
            8 when !isPortable => $"{Numbers(depth - 1)}|{Pick("sum", "max", "min", "first", "last")}|default(9)",
            9 => $"({Number(depth - 1)})|abs",
            10 => $"('{_random.Next(100)}' ~ {Pick("'7'", "''")})|int",
            11 when !isPortable => $"({Text(depth - 1)}).{Pick("find", "count", "rfind")}({Pick("'l'", "'o'", "t", "'zz'")})",
            _ => $"(-{Number(depth - 1)})",
        };

    private string Real(int depth) => depth <= 0
        ? Pick("f", "g", "1.0", "1e20", "0.1", "12345.678", "1e-7")
        : _random.Next(6) switch
        {
            0 => $"({Real(depth - 1)} {Pick("+", "-", "*")} {Number(depth - 1)})",
            1 => $"({Number(depth - 1)} / {Pick("4", "3", "n", "f")})",
            2 => $"({Real(depth - 1)} {Pick("//", "%")} {Pick("2", "-0.3", "n")})",
            3 => $"({Real(depth - 1)})|round({_random.Next(4)})",
            4 => $"({Number(depth - 1)})|float",
            _ => $"(-{Real(depth - 1)})",
        };

    private string Text(int depth) => depth <= 0
            ? Pick(isPortable ? ["s", "t", "p", "'x'", "\"it's\"", "words[0]", "rows[0].k", "d['y']"]
                : ["s", "t", "p", "u", "'x'", "\"it's\"", "words[0]", "rows[0].k", "d['y']", "'é\\n\\u65e5'", "'\\'\"'"])
            : _random.Next(14) switch
            {
                0 => $"({Text(depth - 1)} + {Text(depth - 1)})",
                1 => $"({Text(depth - 1)} ~ {Number(depth - 1)})",
                2 => $"({Text(depth - 1)})|{Pick("upper", "lower", "trim")}",
                3 => $"({Text(depth - 1)}).{Pick("strip()", "upper()", "lower()", "rstrip()", "lstrip()")}",
                4 => $"({Text(depth - 1)})[{Slice()}]",
                5 => $"({Text(depth - 1)}).replace({Pick("'l'", "'a'", "'o W'")}, {Pick("'L'", "''", "'--'")})",
                6 => $"{Texts(depth - 1)}|join({Pick("', '", "''", "'|'")})",
                7 => $"({Text(depth - 1)} if {Truth(depth - 1)} else {Text(depth - 1)})",
                8 => $"({Text(depth - 1)} or {Text(depth - 1)})",
                9 when !isPortable => $"'%s|%5d|%-4s' % ({Text(depth - 1)}, {Number(depth - 1)}, {Number(depth - 1)})",
                10 when !isPortable => $"'{{}}-{{:>6}}'.format({Text(depth - 1)}, {Number(depth - 1)})",
                11 when !isPortable => $"{Numbers(depth - 1)}|string",
                12 when !isPortable => $"({Text(depth - 1)} * {Pick("2", "0", "n")})",
                _ => $"({Text(depth - 1)} ~ {Text(depth - 1)})",
            };

    private string Truth(int depth) => depth <= 0
        ? Pick("yes", "no", "true", "false", "n > 2", "missing is defined", "t is string")
        : _random.Next(9) switch
        {
            0 => $"({Truth(depth - 1)} and {Truth(depth - 1)})",
            1 => $"({Truth(depth - 1)} or {Truth(depth - 1)})",
            2 => $"(not {Truth(depth - 1)})",
            3 => $"({Number(depth - 1)} {Pick("<", "<=", ">", ">=", "==", "!=")} {Number(depth - 1)})",
            4 => $"({Text(depth - 1)} {Pick("==", "!=")} {Text(depth - 1)})",
            5 => $"({Text(0)} {Pick("in", "not in")} {Texts(depth - 1)})",
            6 => $"({Number(depth - 1)} is {Pick("odd", "even", "number", "string", "not none", "defined")})",
            7 => $"({Text(depth - 1)}).{Pick("startswith", "endswith")}({Text(0)})",
            _ => isPortable ? Truth(depth - 1) : $"({Number(depth - 1)} < {Number(depth - 1)} <= {Number(depth - 1)})",
        };

    private string Numbers(int depth) => depth <= 0
        ? Pick("nums", "[1, 2, 3]", "[n, m]")
        : _random.Next(7) switch
        {
            0 => $"({Numbers(depth - 1)} + {Numbers(depth - 1)})",
            1 => $"({Numbers(depth - 1)})[{Slice()}]",
            2 => $"{Numbers(depth - 1)}|sort",
            3 => $"{Numbers(depth - 1)}|reverse|list",
            4 when !isPortable => $"{Numbers(depth - 1)}|{Pick("select", "reject")}({Pick("'odd'", "'even'", "'gt', 0", "'eq', 4")})|list",
            5 => "rows|map(attribute='v')|list",
            _ => $"[{Number(depth - 1)}, {Number(depth - 1)}]",
        };

    private string Texts(int depth) => depth <= 0
        ? Pick("words", "['a', 'b']", "none_")
        : _random.Next(6) switch
        {
            0 => $"({Texts(depth - 1)} + {Texts(depth - 1)})",
            1 => $"({Texts(depth - 1)})[{Slice()}]",
            2 => $"({Text(depth - 1)}).split({Pick("','", "' '", "'l'", "';'")})",
            3 when !isPortable => Texts(depth - 1)
                + Pick("|sort", "|unique|list", "|map('upper')|list", "|map('length')|map('string')|list"),
            4 => "rows|map(attribute='k')|list",
            _ => $"[{Text(depth - 1)}, {Text(depth - 1)}]",
        };

    private string Slice()
    {
        StringBuilder slice = new();
        if (_random.Next(2) == 0) slice.Append(_random.Next(-4, 5));
        slice.Append(':');
        if (_random.Next(2) == 0) slice.Append(_random.Next(-4, 7));
        if (_random.Next(4) == 0) slice.Append(':').Append(Pick(isPortable ? ["-1"] : ["-1", "2", "-2", "3"]));
        return isPortable && slice.ToString().EndsWith("-1", StringComparison.Ordinal) && slice[^3] == ':' ? "::-1" : slice.ToString();
    }

    private string Pick(params ReadOnlySpan<string> choices) => choices[_random.Next(choices.Length)];
}
