using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy.Results;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>An evaluation in three parts beside the same one as a whole.</summary>
public sealed partial class ShardTests : IDisposable
{
    private static readonly string[] Command =
        ["eval", "demo", "--tasks", "demo,demo-code", "--limit", "10", "--allow-unsafe-code", "--precision", "fp32"];

    private readonly ToolRun run = new();

    public void Dispose() => run.Dispose();

    /// <summary>Every file byte for byte, but for when it was made and how long it took.</summary>
    [Fact]
    public async Task Merge_equals_the_whole_evaluation()
    {
        await run.SucceedAsync([.. Command, "-o", "whole"]);
        await EvaluateParts(3);
        // What is merged must not come from the work folder.
        Directory.Delete(run.Combine(".quantgate"), recursive: true);
        await run.SucceedAsync("merge", "part3", "part1", "part2", "-o", "merged");

        string[] files = [.. Directory.GetFiles(run.Combine("whole")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(files, Directory.GetFiles(run.Combine("merged")).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        Assert.Equal(9, files.Length);
        foreach (string file in files)
        {
            Assert.Equal(WithoutTimes(run.Combine("whole", file)), WithoutTimes(run.Combine("merged", file)));
        }
    }

    [Fact]
    public async Task Merge_needs_every_part_once()
    {
        await EvaluateParts(2);
        await Refused("Part 2 of 2 is missing", "part1");
        await Refused("Part 1 of 2 is given 2 times", "part1", "part1", "part2");
        await Refused("not a part that 'eval --shard' wrote", "part1", "part2", "nowhere");
    }

    [Fact]
    public async Task Merge_refuses_parts_of_different_evaluations()
    {
        await EvaluateParts(2);
        await run.SucceedAsync("eval", "demo", "--tasks", "demo-facts", "--limit", "9", "--shard", "2/2", "-o", "other");
        await Refused("differs from", "part1", "other");
    }

    [Theory]
    [InlineData("0/2")]
    [InlineData("3/2")]
    [InlineData("x")]
    public async Task Eval_refuses_what_is_no_shard(string shard)
    {
        ToolResult refused = await run.RunAsync([.. Command, "--shard", shard, "-o", "part"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains($"'{shard}' is no shard: write I/N, such as 2/8.", refused.Error, StringComparison.Ordinal);
    }

    /// <summary>A part is no sample: it cannot pass a gate.</summary>
    [Fact]
    public async Task Eval_marks_a_part_in_its_own_results()
    {
        await EvaluateParts(2);
        string results = File.ReadAllText(run.Combine("part1", "results.json"));
        Assert.Contains("\"selection\": \"shard 1 of 2\"", results, StringComparison.Ordinal);
        Assert.Contains("\"prefix\": true", results, StringComparison.Ordinal);
        Assert.NotEmpty(EvaluationResults.Read(run.Combine("part1")).Tasks);
    }

    private async Task EvaluateParts(int count)
    {
        for (int part = 1; part <= count; part++) await run.SucceedAsync([.. Command, "--shard", $"{part}/{count}", "-o", $"part{part}"]);
    }

    private async Task Refused(string problem, params string[] parts)
    {
        ToolResult refused = await run.RunAsync(["merge", .. parts, "-o", "merged"]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("error QG0623", refused.Error, StringComparison.Ordinal);
        Assert.Contains(problem, refused.Error, StringComparison.Ordinal);
    }

    private static string WithoutTimes(string file) => Times().Replace(File.ReadAllText(file), "");

    [GeneratedRegex("\"(date|total_evaluation_time_seconds)\": [^\n]*")]
    private static partial Regex Times();
}
