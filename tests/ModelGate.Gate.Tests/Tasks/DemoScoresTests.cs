using System.Text.Json;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Code;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

/// <summary>
/// The built-in demo tasks against an independent PyTorch program (<c>demo/training/ref.py</c>): scores of all documents, and the
/// outputs of the first 60 documents of each task one by one. Both compute in fp32 with sums in another order.
/// </summary>
public sealed class DemoScoresTests(DemoModel model) : IClassFixture<DemoModel>
{
    /// <summary>Σ of a few dozen log-probabilities of FP32 networks of 4 layers.</summary>
    private const double LogLikelihoodTolerance = 1e-3;

    [Theory]
    [InlineData("facts")]
    [InlineData("letters")]
    [InlineData("stories")]
    public void Evaluate_multiple_choice_equals_the_reference(string reference)
    {
        TaskResult result = Evaluate($"demo-{reference}");
        JsonElement[] expected = [.. Outputs(reference, "choice_logprobs").EnumerateArray()];
        for (int i = 0; i < expected.Length; i++)
        {
            double[] actual = [.. result.Responses[i].Responses.Cast<ModelResponse.Likelihood>().Select(choice => choice.Value)];
            Assert.Equal(expected[i].EnumerateArray().Select(value => value.GetDouble()), actual, Close);
        }

        Assert.All(result.Metrics, metric => Assert.Equal(Score($"{reference}.{metric.Metric}"), metric.Value, 1e-12));
    }

    [Theory]
    [InlineData("arithmetic", "arithmetic.em")]
    [InlineData("instructions", "instructions.acc")]
    [InlineData("chat", null)]
    [InlineData("code", "code.pass@1")]
    public void Evaluate_generation_equals_the_reference(string reference, string? score)
    {
        TaskResult result = Evaluate($"demo-{reference}");
        string[] expected = [.. Outputs(reference, "generated").EnumerateArray().Select(text => text.GetString()!)];
        IEnumerable<ModelResponse> answers = result.Responses.Take(expected.Length).Select(response => response.Responses[0]);
        Assert.Equal(expected, answers.Cast<ModelResponse.Answer>().Select(answer => answer.Text));
        if (score is null) Assert.Null(result.Primary);
        else Assert.Equal(Score(score), result.Primary!.Value, 1e-12);
    }

    [Fact]
    public void Evaluate_text_equals_the_reference()
    {
        TaskResult result = Evaluate("demo-text");
        double[] expected = [.. Outputs("text", "total_logprob").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(
            expected,
            result.Responses.Take(expected.Length).Select(response => ((ModelResponse.Likelihood)response.Responses[0]).Value),
            Close);
        Assert.Equal(Score("text.byte_ppl"), result.Primary!.Value, 1e-6);
        Assert.Equal(Score("text.ppl"), result.Metrics.Single(metric => metric.Metric == "perplexity").Value, 1e-5);
    }

    private TaskResult Evaluate(string task)
    {
        TaskSelection selection = new TaskLibrary(Repository.Root).Resolve(task, default, Repository.Root);
        PreparedTask prepared = new TaskPreparation(new LocalDocuments(), TestCatalog.With(new PassingRunner()), model.Chat)
            .Prepare(selection.Leaves.Single(), new());
        return new Evaluator(model.Engine).Evaluate(prepared, cancel: TestContext.Current.CancellationToken);
    }

    /// <summary>Whether the programs are right is the sandbox's test; here they must be the reference's, all of which pass.</summary>
    private sealed class PassingRunner : ICodeRunner
    {
        public string? Unavailable => null;

        public IReadOnlyList<CodeOutcome> Run(IReadOnlyList<CodeProgram> programs, CancellationToken cancel) =>
            [.. programs.Select(_ => new CodeOutcome.Passed())];
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < LogLikelihoodTolerance;

    private static double Score(string name)
    {
        using JsonDocument scores = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Demo, "reference", "scores.json")));
        return scores.RootElement.GetProperty(name).GetDouble();
    }

    private static JsonElement Outputs(string task, string kind)
    {
        using JsonDocument outputs = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Demo, "reference", "outputs.json")));
        return outputs.RootElement.GetProperty(task).GetProperty(kind).Clone();
    }
}
