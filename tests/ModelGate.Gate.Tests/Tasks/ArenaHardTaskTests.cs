using System.Security.Cryptography;
using System.Text;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

public sealed class ArenaHardTaskTests
{
    private static readonly TaskDefinition s_task = Assert.IsType<TaskSelection.Single>(
        new TaskLibrary(Repository.Root).Resolve("arena-hard", new SourcePoint("test"), Repository.Root)).Task;

    /// <summary>SHA-256 of both texts as Python reads them from config/judge_config.yaml of lmarena/arena-hard-auto, 19412d7.</summary>
    [Theory]
    [InlineData("system_prompt", "03f68010febd7a6405102ef882b4dd5a9700c56b2e1ff286d3b38f5d3a929bbf")]
    [InlineData("prompt_template", "b0260904bc964e0d07d20581309c53fce4879159080fee42d8c91f8a80c48df4")]
    public void Judge_is_told_the_published_words(string argument, string sha256)
    {
        string text = Assert.IsType<string>(Assert.Single(s_task.Metrics).Implementation.Arguments[argument].Value);
        Assert.Equal(sha256, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public void Answers_are_greedy_of_4096_tokens_under_the_chat_template()
    {
        Assert.True(s_task.Generation.IsGreedy);
        Assert.Equal(4096, s_task.Generation.MaxTokens);
        Assert.Empty(s_task.Generation.Until!);
        Assert.Equal(ChatUse.MultiTurn, s_task.Gating.Chat);
        Assert.True(s_task.Gating.KeepsPrompt);
        Assert.Equal(1, s_task.Repeats);
        Assert.Equal("win_rate", s_task.Metrics[0].Name);
    }
}
