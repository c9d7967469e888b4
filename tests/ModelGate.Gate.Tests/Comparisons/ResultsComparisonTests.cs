using ModelGate.Gate.Comparisons;
using ModelGate.Gate.Gates;
using ModelGate.Gate.Tests.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Results;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Comparisons;

/// <summary>Folders in lm-evaluation-harness's layout, as another tool wrote them.</summary>
public sealed class ResultsComparisonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Pair_joins_documents_by_their_hash_whatever_their_order()
    {
        Write("before", ["a", "b", "c"], [1, 1, 0]);
        Write("after", ["c", "a", "b"], [1, 1, 0]);
        (CandidateInputs inputs, ResultsComparison comparison) = Pair();
        RecoverySuite suite = Assert.Single(inputs.Suites);
        RecoveryTask task = Assert.Single(suite.Tasks);
        Assert.Equal("acc,none", task.Metric);
        var scores = Assert.IsType<RecoveryScores.Paired>(task.Subtasks[0].Scores);
        Assert.Equal((1, 1), (scores.Losses, scores.Gains));
        Assert.Equal(3, scores.Baseline.Length);
        Assert.Empty(comparison.Notes);
    }

    [Fact]
    public void Pair_leaves_out_documents_of_one_side_and_says_so()
    {
        Write("before", ["a", "b", "c"], [1, 1, 0]);
        Write("after", ["b", "d"], [1, 0]);
        (CandidateInputs inputs, ResultsComparison comparison) = Pair();
        Assert.Equal(1, inputs.Suites[0].Documents);
        Assert.Contains(
            "2 documents are only in the baseline's results, 1 only in the candidate's",
            Assert.Single(comparison.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Pair_without_samples_is_unpaired_and_says_so()
    {
        Write("before", ["a", "b", "c"], [1, 1, 0]);
        Write("after", ["a", "b", "c"], [1, 0, 0]);
        foreach (string file in Directory.GetFiles(folder.Combine("after"), "samples_*")) File.Delete(file);
        (CandidateInputs inputs, ResultsComparison comparison) = Pair();
        Assert.IsType<RecoveryScores.Unpaired>(inputs.Suites[0].Tasks[0].Subtasks[0].Scores);
        Assert.Contains("unpaired", Assert.Single(comparison.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Pair_refuses_differing_prompts_unless_told_otherwise()
    {
        Write("before", ["a", "b"], [1, 1]);
        Write("after", ["a", "b"], [1, 0], prompt: "another prompt");
        DiagnosticException refused = Assert.Throws<DiagnosticException>(() => Pair());
        Assert.Contains("prompt", Assert.Single(refused.Diagnostics).Problem, StringComparison.OrdinalIgnoreCase);
        Assert.Single(Pair(allowsDifferentPrompts: true).Inputs.Suites);
    }

    [Theory]
    [InlineData("1.0", false)]
    [InlineData("2", true)]
    [InlineData("\"Yaml\"", true)]
    public void Pair_refuses_another_version_of_a_task_unless_told_otherwise(string version, bool isAnother)
    {
        Write("before", ["a", "b"], [1, 1]);
        Write("after", ["a", "b"], [1, 0], version: version);
        if (isAnother)
        {
            Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(() => Pair()).Diagnostics);
            Assert.Contains($"of version 1 of the task, the candidate's of version {version.Trim('"')}", found.Problem);
        }

        Assert.Single(Pair(allowsDifferentPrompts: isAnother).Inputs.Suites);
    }

    [Fact]
    public void Pair_of_results_without_a_common_task_is_refused()
    {
        Write("before", ["a"], [1]);
        Write("after", ["a"], [1], task: "other");
        Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(() => Pair()).Diagnostics);
        Assert.Equal("QG0902", found.Code);
    }

    public void Dispose() => folder.Dispose();

    private (CandidateInputs Inputs, ResultsComparison Comparison) Pair(bool allowsDifferentPrompts = false)
    {
        var comparison = new ResultsComparison(TestCatalog.WithoutSandbox, [], allowsDifferentPrompts);
        CandidateInputs inputs = comparison.Pair(
            EvaluationResults.Read(folder.Combine("before")), EvaluationResults.Read(folder.Combine("after")),
            "candidate", new SourcePoint("compare"));
        return (inputs, comparison);
    }

    private void Write(
        string side, string[] documents, double[] scores, string prompt = "prompt", string task = "quiz", string version = "1")
    {
        Directory.CreateDirectory(folder.Combine(side));
        double mean = scores.Average();
        File.WriteAllText(Path.Combine(folder.Combine(side), "results.json"), FormattableString.Invariant($$$"""
            {
              "results": {"{{{task}}}": {"alias": "{{{task}}}", "acc,none": {{{mean}}}, "acc_stderr,none": 0.1}},
              "configs": {"{{{task}}}": {"task": "{{{task}}}", "output_type": "multiple_choice", "metric_list": [{"metric": "acc"}]}},
              "versions": {"{{{task}}}": {{{version}}}},
              "higher_is_better": {"{{{task}}}": {"acc": true}},
              "n-samples": {"{{{task}}}": {"original": {{{scores.Length}}}, "effective": {{{scores.Length}}}}}
            }
            """));
        IEnumerable<string> lines = documents.Select((document, i) => FormattableString.Invariant(
            $$$"""
            {"doc_id": {{{i}}}, "doc": {"question": "{{{document}}}"}, "target": "x", "arguments": {}, "resps": [],
            "filtered_resps": [], "filter": "none", "metrics": ["acc"], "doc_hash": "{{{document}}}",
            "prompt_hash": "{{{prompt}}}", "target_hash": "x", "acc": {{{scores[i]}}}}
            """).ReplaceLineEndings(" "));
        File.WriteAllLines(Path.Combine(folder.Combine(side), $"samples_{task}.jsonl"), lines);
    }
}
