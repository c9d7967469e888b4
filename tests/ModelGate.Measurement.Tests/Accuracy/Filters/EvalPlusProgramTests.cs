using System.Text.Json;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Filters;
using ModelGate.Measurement.Sandbox;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Filters;

/// <summary>Answers of a chat model run as EvalPlus runs them, in the sandbox of this machine.</summary>
public sealed class EvalPlusProgramTests
{
    private const string Add = "def add(a, b):\n    return helper(a) + b\n\ndef helper(x):\n    return x\n";

    [Theory]
    [InlineData("plain code", Add)]
    [InlineData("text around it", "Here is the function:\n\n" + Add + "\nIt adds (as you asked).\n```\nMore words.")]
    [InlineData("tabs", "def add(a, b):\n\treturn a + b\n")]
    [InlineData("a call at the end that would fail", Add + "\nadd(1)\nprint(undefined)\n")]
    [InlineData("a second definition of the same name", Add + "\ndef add(a, b):\n    return 0\n")]
    [InlineData("an import and a constant", "import math\nZERO = math.floor(0.5)\ndef add(a, b):\n    return a + b + ZERO\n")]
    [InlineData("something unneeded that fails", "BROKEN = 1 / 0\n" + Add)]
    public void An_answer_that_is_right_passes(string what, string answer) =>
        Assert.True(Run(answer, "assert add(2, 3) == 5") is CodeOutcome.Passed, what);

    [Theory]
    [InlineData("wrong", "def add(a, b):\n    return a - b\n")]
    [InlineData("no return", "def add(a, b):\n    print(a + b)\n")]
    [InlineData("no code at all", "I cannot do that.")]
    [InlineData("empty", "")]
    [InlineData("another name", "def plus(a, b):\n    return a + b\n")]
    [InlineData("leaves early", "import sys\ndef add(a, b):\n    sys.exit(0)\n    return 0\n")]
    [InlineData("leaves early, hard", "import os\ndef add(a, b):\n    os._exit(0)\n    return 0\n")]
    public void An_answer_that_is_wrong_fails(string what, string answer) =>
        Assert.True(Run(answer, "assert add(2, 3) == 5") is CodeOutcome.Failed, what);

    [Fact]
    public void Tests_find_allclose_without_numpy() => Assert.IsType<CodeOutcome.Passed>(Run(
        "def add(a, b):\n    return [a + b + 1e-9]\n",
        "import numpy as np\nassert np.allclose(add(2, 3), [5], rtol=1e-07, atol=1e-6)\nassert not np.allclose([5.1], [5])"));

    /// <summary>HumanEval's reference solutions as a chat model would hand them in, and the same ones spoilt.</summary>
    [Fact]
    public void Reference_solutions_pass_and_spoilt_ones_fail()
    {
        string file = Path.Combine(Repository.Shared ?? "", "data", "humaneval", "HumanEval_000_109.jsonl");
        if (!File.Exists(file)) Assert.Skip("The benchmark documents are not here (MODELGATE_SHARED).");
        Document[] documents =
        [
            .. File.ReadLines(file).Where((_, i) => i % 10 == 0)
                .Select((line, i) => new Document(i, JsonValues.Fields(JsonElement.Parse(line)), default)),
        ];
        CodeProgram[] right = [.. documents.Select(document => Program(document, document.Text("canonical_solution")))];
        CodeProgram[] spoilt = [.. documents.Select(document => Program(document, "    return 'spoilt'\n"))];
        IReadOnlyList<CodeOutcome> outcomes = Runner().Run([.. right, .. spoilt], TestContext.Current.CancellationToken);
        Assert.All(outcomes.Take(right.Length), outcome => Assert.IsType<CodeOutcome.Passed>(outcome));
        Assert.All(outcomes.Skip(right.Length), outcome => Assert.IsType<CodeOutcome.Failed>(outcome));
    }

    private static CodeProgram Program(Document document, string body)
    {
        FilterFunction filter = new EvalPlusProgram().Bind(new(PartSpec.Of(
            "evalplus_program", ("entry_field", "entry_point"), ("helpers_field", "prompt"))));
        string answer = $"{document.Text("prompt")}{body}\n```\nThat is the function.\n";
        string program = $"{filter([answer], document)[0]}\n{document.Text("test")}\ncheck({document.Text("entry_point")})";
        return new(program, TimeSpan.FromSeconds(20));
    }

    private static CodeOutcome Run(string answer, string test)
    {
        Document document = new(0, new Dictionary<string, object?> { ["entry"] = "add" }, default);
        string program = new EvalPlusProgram().Bind(new(PartSpec.Of("evalplus_program", ("entry_field", "entry"))))([answer], document)[0];
        return Runner().Run([new($"{program}\n{test}", TimeSpan.FromSeconds(20))], TestContext.Current.CancellationToken)[0];
    }

    private static SandboxedCodeRunner Runner()
    {
        SandboxedCodeRunner runner = new(new SandboxOptions());
        if (runner.Unavailable is { } reason) Assert.Skip(reason);
        return runner;
    }
}
