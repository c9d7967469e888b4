using ModelGate.Testing;
using ModelGate.Tool.Init;

namespace ModelGate.Tool.Tests.Init;

public sealed class InitTests : IDisposable
{
    private readonly ToolRun tool = new();

    [Fact]
    public async Task Policy_of_an_empty_folder_is_the_demo_s_and_passes_plan()
    {
        await tool.SucceedAsync("init");
        Snapshot.Match(Policy);
        Assert.Contains("line 13: recovery at-least 99 % (margin 1 %) for fp8", await PlanAsync(), StringComparison.Ordinal);
        Assert.Equal(["quantgate.schema.json", "quantgate.yml"], tool.Entries);
    }

    [Fact]
    public async Task Policy_of_the_one_model_here_needs_neither_labels_nor_calibration()
    {
        Checkpoint("my model");
        await tool.SucceedAsync("init");
        Snapshot.Match(Policy);
        Assert.Contains("smoke", await PlanAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminal_is_asked_five_questions_and_again_where_an_answer_will_not_do()
    {
        Checkpoint("m");
        tool.Write("texts.txt", string.Join(' ', Enumerable.Repeat("One day a fox met a crow.", 200)));
        tool.Input = "\nint4,fp9\nint4, fp8\nnone.txt\ntexts.txt\nsmok\ndemo-facts\nmany\n9.0\n";
        ToolResult result = await tool.SucceedAsync("init");
        Snapshot.Match($"{result.Error}\n{Policy}");
        await PlanAsync();
    }

    [Fact]
    public async Task Gpu_without_fp8_gets_no_fp8_candidate()
    {
        tool.Gpu = ServingGpu.Parse("7.5, Tesla T4");
        await tool.SucceedAsync("init");
        Assert.Contains("target: {compute-capability: 7.5}   # of the Tesla T4 here", Policy, StringComparison.Ordinal);
        Assert.DoesNotContain("fp8", Policy, StringComparison.Ordinal);
        await PlanAsync();
    }

    [Fact]
    public async Task Few_documents_get_the_margin_that_they_can_decide()
    {
        tool.Input = "demo\nfp8\ndemo-instructions\nnone\n";
        await tool.SucceedAsync("init");
        Snapshot.Match(Policy);
        Assert.DoesNotContain("warning", await PlanAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_that_is_there_is_replaced_only_by_force()
    {
        tool.Write("quantgate.yml", "mine");
        ToolResult refused = await tool.RunAsync("init");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains(
            "quantgate.yml: error QG0900: It exists already. Use --force to replace it.", refused.Error, StringComparison.Ordinal);
        Assert.Equal("mine", Policy);
        await tool.SucceedAsync("init", "--force");
        Assert.Contains("model: demo", Policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_that_cannot_be_chosen_or_is_quantized_is_refused()
    {
        Checkpoint("b");
        Checkpoint("a");
        ToolResult several = await tool.RunAsync("init");
        Assert.Equal(2, several.ExitCode);
        Assert.Contains("There are several models here: ./a, ./b. Name one of them.", several.Error, StringComparison.Ordinal);

        string config = tool.Combine("a", "config.json");
        File.WriteAllText(config, File.ReadAllText(config).TrimEnd().TrimEnd('}') + ", \"quantization_config\": {}}");
        ToolResult quantized = await tool.RunAsync("init", "a");
        Assert.Equal(2, quantized.ExitCode);
        Assert.Contains("a is quantized already.", quantized.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("quantgate.yml", tool.Entries);

        await tool.SucceedAsync("init");
        Assert.Contains("model: ./b", Policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9.0, NVIDIA H100 80GB HBM3\n9.0, NVIDIA H100 80GB HBM3\n", "NVIDIA H100 80GB HBM3, 9.0")]
    [InlineData("7.5, Tesla T4", "Tesla T4, 7.5")]
    [InlineData("NVIDIA-SMI has failed because it couldn't communicate with the driver.", null)]
    [InlineData("", null)]
    public void Parse_reads_the_first_gpu(string listing, string? expected) =>
        Assert.Equal(expected, ServingGpu.Parse(listing) is { } gpu ? $"{gpu.Name}, {gpu.Capability}" : null);

    public void Dispose() => tool.Dispose();

    private string Policy => File.ReadAllText(tool.Combine("quantgate.yml"));

    private async Task<string> PlanAsync() => (await tool.SucceedAsync("plan")).Output;

    private void Checkpoint(string name)
    {
        Directory.CreateDirectory(tool.Combine(name));
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Repository.Demo, "model")))
        {
            File.Copy(file, tool.Combine(name, Path.GetFileName(file)));
        }
    }
}
