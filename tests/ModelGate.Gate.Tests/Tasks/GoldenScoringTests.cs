using System.Text.Json;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

/// <summary>
/// Recorded log-likelihoods and answers through the filters and metrics of the built-in task that each names; for a group, its first task.
/// </summary>
public sealed class GoldenScoringTests
{
    private static readonly TaskLibrary s_library = new(Repository.Root);

    [Fact]
    public void Score_of_recorded_log_likelihoods_equals_the_harness()
    {
        foreach (JsonElement row in Rows("multiple_choice"))
        {
            double[] values = [.. row.GetProperty("loglikelihoods").EnumerateArray().Select(value => value.GetDouble())];
            bool[] greedy = row.TryGetProperty("greedy", out JsonElement flags)
                ? [.. flags.EnumerateArray().Select(flag => flag.GetBoolean())] : new bool[values.Length];
            TaskResult result = Score(row, "gold", [.. values.Select((value, i) => new ModelResponse.Likelihood(value, greedy[i], 1, 0))]);
            foreach (JsonProperty metric in row.GetProperty("metrics").EnumerateObject())
            {
                MetricResult found = Assert.Single(result.Metrics, candidate => candidate.Metric == metric.Name);
                // Sums of at most a hundred exponentials in another order: far below 1e-12.
                Assert.Equal(metric.Value.GetDouble(), found.Value, 1e-12);
            }
        }
    }

    [Fact]
    public void Score_of_recorded_answers_equals_the_harness()
    {
        foreach (JsonElement row in Rows("generation"))
        {
            TaskResult result = Score(row, "target", [new ModelResponse.Answer(row.GetProperty("response").GetString()!, 1, false, 0)]);
            JsonProperty[] chains = [.. row.GetProperty("chains").EnumerateObject()];
            Assert.Equal(chains.Select(chain => chain.Name), result.Filtered.Keys);
            foreach (JsonProperty chain in chains)
            {
                Assert.Equal([chain.Value.GetProperty("extracted").GetString()!], result.Filtered[chain.Name][0]);
                MetricResult found = Assert.Single(result.Metrics, metric => metric.Key == $"exact_match,{chain.Name}");
                Assert.Equal(chain.Value.GetProperty("exact_match").GetDouble(), found.Value);
            }
        }
    }

    /// <summary>Scores one response to a document that holds the row's fields as they are.</summary>
    private static TaskResult Score(JsonElement row, string target, IReadOnlyList<ModelResponse> responses)
    {
        string name = row.GetProperty("task").GetString()!;
        TaskDefinition named = s_library.Resolve(name, new("scoring.jsonl"), Repository.Root).Leaves.First();
        TaskDefinition task = named with
        {
            Text = new FieldSpec.ColumnOrTemplate("kind", default),
            Target = new FieldSpec.ColumnOrTemplate(target, default),
            Choices = named.Choices is null ? null : new FieldSpec.ColumnOrTemplate("choices", default),
            GenerationPrefix = null,
            Processor = null,
            Fewshot = new(),
        };
        PreparedTask prepared = new TaskPreparation(new OneDocument(row), TestCatalog.WithoutSandbox, null)
            .Prepare(task, new() { Chat = ChatUse.None });
        return TaskScorer.Score(prepared, [new(0, responses)], TestContext.Current.CancellationToken);
    }

    private static JsonElement[] Rows(string kind)
    {
        string folder = Path.Combine(Repository.Shared ?? "", "golden", "scoring");
        if (!Directory.Exists(folder)) Assert.Skip("The recorded scores are not here (MODELGATE_SHARED).");
        JsonElement[] rows = [.. Directory.EnumerateFiles(folder, "*.jsonl").SelectMany(File.ReadLines)
            .Select(line => JsonElement.Parse(line))
            .Where(row => row.ValueKind == JsonValueKind.Object && row.TryGetProperty("kind", out JsonElement known)
                && known.ValueKind == JsonValueKind.String && known.GetString() == kind)];
        Assert.NotEmpty(rows);
        return rows;
    }

    private sealed class OneDocument(JsonElement row) : IDocumentSource
    {
        public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task)
        {
            OrderedDictionary<string, object?> fields = JsonValues.Fields(row);
            fields.TryAdd("gold", 0L);
            // The labels of TruthfulQA's true answers stand beside the choices in the recorded row, below them in a document.
            if (fields.TryGetValue("labels", out object? labels))
            {
                fields["mc2_targets"] = new Dictionary<string, object?> { ["labels"] = labels };
            }

            return new([new(0, fields, new("scoring.jsonl", 1, 1))]);
        }
    }
}
