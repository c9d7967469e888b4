using System.CommandLine;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool.Commands;

/// <summary>The options of <c>eval</c> that name a judge; a policy has them under <c>accuracy: judge:</c>.</summary>
internal sealed class JudgeOptions
{
    private readonly Option<string?> endpoint = new("--judge")
    {
        HelpName = "URL", Description = "Judge for tasks that need one: https://api.openai.com/v1.",
    };

    private readonly Option<string> model = new("--judge-model")
    {
        HelpName = "NAME", Description = "Which model judges.", DefaultValueFactory = _ => JudgeSettings.DefaultModel,
    };

    private readonly Option<int> runs = new("--judge-runs")
    {
        HelpName = "N", Description = "Complete judging runs, averaged.", DefaultValueFactory = _ => JudgeSettings.DefaultRuns,
    };

    private readonly Option<string?> keyVariable = new("--judge-key-variable")
    {
        HelpName = "VAR", Description = $"Environment variable of its key. Default: {JudgeSettings.DefaultKeyVariable}.",
    };

    private readonly Option<string?> answers = new("--baseline-answers")
    {
        HelpName = "FILE", Description = "JSONL of the answers compared with, by uid.",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[endpoint, model, runs, keyVariable, answers]) command.Add(option);
    }

    /// <summary>Null where no judge is named.</summary>
    /// <exception cref="UsageException">Everything that is wrong with the options.</exception>
    public JudgeSettings? Settings(ParseResult parsed)
    {
        if (parsed.GetValue(endpoint) is not { } text) return null;
        List<Diagnostic> problems = [];
        void Refuse(string option, string problem, string remedy) => problems.Add(new("QG0900", new SourcePoint(option), problem, remedy));

        Uri? address = JudgeSettings.TryEndpoint(text, out string wrong);
        if (address is null) Refuse("--judge", $"{char.ToUpperInvariant(wrong[0])}{wrong[1..]}", "Write it as https://api.openai.com/v1.");
        if (parsed.GetValue(runs) < 1) Refuse("--judge-runs", "Nothing would be judged.", "Give at least 1.");
        if (parsed.GetValue(keyVariable) is { } name && !JudgeSettings.IsVariableName(name))
        {
            // The text is not repeated: it may be the key itself.
            Refuse(
                "--judge-key-variable", "This is not the name of an environment variable.", "Put the key into a variable and name that.");
        }

        if (address is null || problems.Count > 0) throw new UsageException(problems);
        return new JudgeSettings
        {
            Endpoint = address,
            Model = parsed.GetValue(model)!,
            Runs = parsed.GetValue(runs),
            KeyVariable = parsed.GetValue(keyVariable),
            BaselineAnswers = parsed.GetValue(answers),
        };
    }
}
