using ModelGate.Testing;

namespace ModelGate.Tool.Tests;

/// <summary>What the README shows is what the tool prints.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public async Task Readme_shows_the_output_of_list()
    {
        using var tool = new ToolRun();
        ToolResult list = await tool.SucceedAsync("list");
        string readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"), TestContext.Current.CancellationToken);
        Assert.Contains(list.Output.ReplaceLineEndings("\n").Trim(), readme.ReplaceLineEndings("\n"));
    }
}
