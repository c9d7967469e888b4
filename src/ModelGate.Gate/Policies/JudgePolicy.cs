using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Policies;

/// <summary>The judge of a policy: <c>accuracy: judge:</c>.</summary>
/// <param name="At">Where the mapping stands.</param>
/// <param name="KeyAt">Where the key's variable is named, else the mapping.</param>
public sealed record JudgePolicy(JudgeSettings Settings, SourcePoint At, SourcePoint KeyAt)
{
    public static ValueSpec.Map Shape => new(
        [
            new("endpoint", new ValueSpec.Text { Description = "Base of an OpenAI-compatible API, such as https://api.openai.com/v1." }),
            new("model", new ValueSpec.Text { Description = $"The judge. Default {JudgeSettings.DefaultModel}, as Arena-Hard v0.1." }),
            new("key-variable", new ValueSpec.Text
            {
                Description = $"Environment variable of the API key, never the key. Default {JudgeSettings.DefaultKeyVariable}, "
                    + "sent to https and local addresses only.",
            }),
            new("runs", new ValueSpec.Integer(1, 100)
            {
                Description = $"Complete judging runs, whose scores are averaged. Default {JudgeSettings.DefaultRuns}, as the paper.",
            }),
            new("parallel", new ValueSpec.Integer(1, 1000)
            {
                Description = $"Requests at a time. Default {JudgeSettings.DefaultParallel}.",
            }),
            new("most-unscored", new ValueSpec.Percentage
            {
                Description = "Games that may end without a verdict; with more the task is an error. Default 5%.",
            }),
            new("price", new ValueSpec.Map(
                [
                    new("input-usd-per-million", new ValueSpec.Number(0, 1e6) { Description = "Of a million tokens that it reads." }),
                    new("output-usd-per-million", new ValueSpec.Number(0, 1e6) { Description = "Of a million tokens that it writes." }),
                ],
                "input-usd-per-million", "output-usd-per-million")
            {
                Description = "For the cost that plan estimates and reports state.",
            }),
            new("baseline-answers", new ValueSpec.Text
            {
                Description = "JSONL of the answers compared with, by uid. Default: the task's, gpt-4-0314's from the Hub.",
            }),
        ],
        "endpoint")
    {
        Description = "Who compares answers, for tasks that need it.",
    };

    /// <param name="mapping">Its form was checked.</param>
    /// <returns>Null where something is wrong, which is reported.</returns>
    internal static JudgePolicy? Read(YamlMapping mapping, YamlProblems problems)
    {
        YamlFields fields = new(mapping, problems, "the judge");
        YamlNode address = fields.Node("endpoint")!;
        Uri? endpoint = JudgeSettings.TryEndpoint(((YamlScalar)address).Value, out string problem);
        if (endpoint is null) problems.WrongValue(address, $"'endpoint': {problem}", "Write it as https://api.openai.com/v1.");
        YamlNode? variable = fields.Node("key-variable");
        if (variable is YamlScalar name && !JudgeSettings.IsVariableName(name.Value))
        {
            // The text is not repeated: it may be the key itself.
            problems.WrongValue(
                variable, "'key-variable' is not the name of an environment variable.",
                "Put the key into a variable and name that; a key written here is no longer secret.");
            return null;
        }

        double share = JudgeSettings.DefaultMostUnscored;
        if (fields.Node("most-unscored") is YamlScalar most)
        {
            if (Units.Parse(most.Value) is Quantity.Percent { Fraction: >= 0 and <= 1 } percent) share = percent.Fraction;
            else problems.WrongValue(most, "'most-unscored' must lie between 0% and 100%.", "Write 5%.");
        }

        if (endpoint is null) return null;
        YamlFields? price = fields.Fields("price");
        JudgeSettings settings = new()
        {
            Endpoint = endpoint,
            Model = fields.Text("model") ?? JudgeSettings.DefaultModel,
            KeyVariable = fields.Text("key-variable"),
            Runs = (int)(fields.Integer("runs") ?? JudgeSettings.DefaultRuns),
            Parallel = (int)(fields.Integer("parallel") ?? JudgeSettings.DefaultParallel),
            MostUnscored = share,
            Price = price is null
                ? null : new(price.Number("input-usd-per-million") ?? 0, price.Number("output-usd-per-million") ?? 0),
            BaselineAnswers = fields.Text("baseline-answers"),
        };
        return new(settings, mapping.At, variable?.At ?? mapping.At);
    }
}
