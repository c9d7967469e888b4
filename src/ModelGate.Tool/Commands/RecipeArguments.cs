using System.CommandLine;
using ModelGate.Gate;
using ModelGate.Gate.Policies;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization;

namespace ModelGate.Tool.Commands;

/// <summary>A quantization recipe on the command line: the keys of a policy's candidate as options.</summary>
internal sealed class RecipeArguments(Catalog catalog)
{
    private readonly Option<string> scheme = new("--scheme") { Description = "What the numbers look like.", Required = true };
    private readonly Option<string?> algorithm = new("--algorithm") { Description = "How the numbers are found. Default: the scheme's." };
    private readonly Option<int?> group = new("--group") { HelpName = "N", Description = "Weights that share a scale." };
    private readonly Option<string?> observer = new("--observer") { Description = "How a scale is found. Default: the scheme's." };
    private readonly Option<string?> actOrder = new("--actorder") { Description = "Column order of GPTQ: none or weight." };
    private readonly Option<double?> damping = new("--damping")
    {
        HelpName = "X", Description = "Share of the mean diagonal added to the Hessian.",
    };
    private readonly Option<double?> smoothQuant = new("--smoothquant")
    {
        HelpName = "ALPHA", Description = "Strength from 0 to 1; without a value 0.8.", Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string[]> ignore = new("--ignore")
    {
        HelpName = "REGEX", Description = "REGEX of modules that stay as they are.",
    };
    private readonly Option<string[]> overrides = new("--override")
    {
        HelpName = "REGEX=SCHEME", Description = "REGEX=SCHEME for some modules.",
    };

    public void AddTo(Command command)
    {
        scheme.AcceptOnlyFromAmong([.. catalog.Schemes.Select(s => s.Name)]);
        algorithm.AcceptOnlyFromAmong([.. catalog.Quantizers.Select(q => q.Name)]);
        observer.AcceptOnlyFromAmong([.. catalog.Observers.Select(o => o.Name)]);
        actOrder.AcceptOnlyFromAmong("none", "weight");
        foreach (Option option in (Option[])
            [scheme, algorithm, group, observer, actOrder, damping, smoothQuant, ignore, overrides])
        {
            command.Add(option);
        }
    }

    /// <exception cref="UsageException">All contradictions among the options.</exception>
    public QuantizationRecipe Read(ParseResult parsed)
    {
        List<Diagnostic> problems = [];
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (string text in parsed.GetValue(overrides) ?? [])
        {
            int split = text.LastIndexOf('=');
            if (split > 0)
            {
                pairs.Add(new(text[..split], text[(split + 1)..]));
            }
            else
            {
                problems.Add(new(
                    "QG0900", new SourcePoint("--override"),
                    $"'{text}' is not of the form REGEX=SCHEME.", "Write it as 'down_proj$=w8a8-int8'."));
            }
        }

        bool isSmooth = parsed.GetResult(smoothQuant) is not null;
        var options = new RecipeOptions(parsed.GetValue(scheme)!)
        {
            Algorithm = parsed.GetValue(algorithm),
            Group = parsed.GetValue(group),
            Observer = parsed.GetValue(observer),
            ActOrder = parsed.GetValue(actOrder),
            Damping = parsed.GetValue(damping),
            SmoothQuantAlpha = isSmooth ? parsed.GetValue(smoothQuant) ?? QuantizationRecipe.DefaultSmoothQuantAlpha : null,
            Ignore = parsed.GetValue(ignore) ?? [],
            Overrides = pairs,
        };
        QuantizationRecipe recipe = options.Build(catalog, (option, problem, remedy) =>
            problems.Add(new("QG0900", new SourcePoint("--" + option), problem, remedy)));
        return problems.Count == 0 ? recipe : throw new UsageException(problems);
    }
}
