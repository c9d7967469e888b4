using System.Text.Json;
using ModelGate.Testing;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>What is wrong with a policy or its files is said with its place, and nothing is started.</summary>
public sealed class CheckMistakesTests : IDisposable
{
    private readonly ToolRun tool = new();

    [Fact]
    public async Task Mistakes_of_a_policy_come_out_together()
    {
        ToolResult result = await RunAsync("""
            version: 1
            model: demo
            calibraton: {samples: 4}
            candidates:
              fp8: {scheme: w8a8-fp9}
              int4: {scheme: w4a16-int4, grup: 64}
              int8: {scheme: w8a8-int8}
            accuracy:
              tasks: [{task: demo-facts, sample: 0}]
            gates:
              - {metric: recovry, at-least: 99%}
              - {metric: recovery, at-least: 0.99}
              - {metric: recovery, at-least: 99%, for: int9}
              - {metric: size-ratio, at-least: 0.6}
            """);
        AssertRefused(result);
        Snapshot.Match(result.Error);
    }

    [Fact]
    public async Task Mistakes_that_only_models_and_tasks_show_come_out_together()
    {
        ToolResult result = await RunAsync("""
            version: 1
            model: demo
            calibration: {samples: 4}
            candidates:
              int4: {scheme: w4a16-int4, group: 256}
              gone: {model: ./nowhere}
            accuracy:
              tasks: [demo-fcats, demo-letters]
            performance:
              scenarios: [large-summarization]
            gates:
              - {metric: recovery, at-least: 99%}
            """);
        AssertRefused(result);
        Snapshot.Match(result.Error);
    }

    [Fact]
    public async Task Group_that_does_not_divide_is_shown_where_it_was_written()
    {
        ToolResult result = await RunAsync("""
            version: 1
            model: demo
            candidates:
              int4:
                scheme: w4a16-int4
                group: 256
            accuracy: {tasks: demo-letters}
            gates: [{metric: recovery, at-least: 99%}]
            """);
        AssertRefused(result);
        string line = Assert.Single(result.ErrorLines);
        Assert.StartsWith("quantgate.yml(6,12): error QG0104: ", line, StringComparison.Ordinal);
        Assert.Contains("640", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_on_a_task_that_is_not_measured_is_refused()
    {
        ToolResult result = await RunAsync("""
            version: 1
            model: demo
            candidates: {fp8: {scheme: w8a8-fp8}}
            accuracy: {tasks: [demo-letters]}
            gates:
              - {metric: recovery, at-least: 99%, task: demo-leters}
              - {metric: kl, at-most: 0.1}
            """);
        AssertRefused(result);
        Assert.Equal(2, result.ErrorLines.Count);
        Assert.Contains("quantgate.yml(6,5): error QG0110: ", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("Did you mean 'demo-letters'?", result.ErrorLines[0], StringComparison.Ordinal);
        Assert.Contains("quantgate.yml(7,5): error QG0112: ", result.ErrorLines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_that_is_not_there_is_named()
    {
        ToolResult result = await tool.RunAsync("check");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("quantgate.yml: error QG0101: ", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(tool.Entries);
    }

    [Fact]
    public async Task Truncated_weights_are_named()
    {
        CopyModel();
        string weights = tool.Combine("model", "model.safetensors");
        using (FileStream stream = File.OpenWrite(weights)) stream.SetLength(stream.Length - 1000);
        ToolResult result = await RunAsync(LocalModel);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("model.safetensors", result.Error, StringComparison.Ordinal);
        Assert.Matches("error QG02[0-9]{2}: ", result.Error);
        Assert.Matches(@"(model\.layers|model\.norm|lm_head|model\.embed_tokens)[\w.]*weight", result.Error);
    }

    [Fact]
    public async Task Weight_that_is_not_a_number_is_named()
    {
        CopyModel();
        const string tensor = "model.layers.2.mlp.up_proj.weight";
        PoisonBf16(tool.Combine("model", "model.safetensors"), tensor);
        ToolResult result = await RunAsync(LocalModel);
        Assert.True(result.ExitCode is 2 or 3, result.ToString());
        Assert.Contains(tensor, result.Error, StringComparison.Ordinal);
        Assert.Contains("model.safetensors", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(tool.Combine("quantgate-report")));
    }

    [Fact]
    public async Task Shape_that_disagrees_with_the_configuration_is_named()
    {
        CopyModel();
        string config = tool.Combine("model", "config.json");
        string text = File.ReadAllText(config);
        File.WriteAllText(
            config, text.Replace("\"intermediate_size\": 640", "\"intermediate_size\": 641", StringComparison.Ordinal));
        ToolResult result = await RunAsync(LocalModel);
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Contains("mlp", result.Error, StringComparison.Ordinal);
        Assert.Contains("641", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_without_tokenizer_is_an_error_not_a_crash()
    {
        CopyModel();
        File.Delete(tool.Combine("model", "tokenizer.json"));
        ToolResult result = await RunAsync(LocalModel);
        Assert.True(result.ExitCode is 2 or 3, result.ToString());
        Assert.Contains("tokenizer.json", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => tool.Dispose();

    private const string LocalModel = """
        version: 1
        model: ./model
        candidates: {fp8: {scheme: w8a8-fp8}}
        accuracy: {tasks: [{task: demo-letters, sample: 4}]}
        gates: [{metric: recovery, at-least: 50%, margin: 40%}]
        """;

    private async Task<ToolResult> RunAsync(string policy)
    {
        tool.Write("quantgate.yml", policy);
        return await tool.RunAsync("check");
    }

    private void AssertRefused(ToolResult result)
    {
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Empty(result.Output);
        Assert.All(result.ErrorLines, line => Assert.Matches(@"^quantgate\.yml\(\d+,\d+\): error QG\d{4}: \S.*[.?]$", line));
        Assert.Equal(["quantgate.yml"], tool.Entries);
    }

    private void CopyModel()
    {
        Directory.CreateDirectory(tool.Combine("model"));
        foreach (string file in Directory.EnumerateFiles(Repository.DemoModel))
        {
            File.Copy(file, tool.Combine("model", Path.GetFileName(file)));
        }
    }

    /// <summary>Makes the middle element of a BF16 tensor NaN.</summary>
    private static void PoisonBf16(string file, string tensor)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int header = (int)BitConverter.ToUInt64(bytes);
        using JsonDocument json = JsonDocument.Parse(bytes.AsMemory(8, header));
        JsonElement offsets = json.RootElement.GetProperty(tensor).GetProperty("data_offsets");
        int middle = (offsets[0].GetInt32() + offsets[1].GetInt32()) / 4 * 2;
        bytes[8 + header + middle] = 0xc0;
        bytes[8 + header + middle + 1] = 0x7f;
        File.WriteAllBytes(file, bytes);
    }
}
