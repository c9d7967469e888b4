namespace ModelGate.Tool.Tests.Commands;

/// <summary>
/// The demo model and its FP8 checkpoint <c>fp8</c>, both evaluated on small samples into <c>before</c> and <c>after</c>, and on a
/// prefix into <c>prefix-before</c> and <c>prefix-after</c>.
/// </summary>
public sealed class EvaluatedDemo : IAsyncLifetime
{
    public const string Tasks = "demo-letters,demo-arithmetic,demo-text";

    public ToolRun Tool { get; } = new();

    public ToolResult Quantized { get; private set; } = null!;

    public ToolResult After { get; private set; } = null!;

    public ToolResult Prefix { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Quantized = await Tool.SucceedAsync("quantize", "demo", "--scheme", "w8a8-fp8", "-o", "fp8");
        await Tool.SucceedAsync("eval", "demo", "--tasks", Tasks, "--sample", "24", "-o", "before");
        After = await Tool.SucceedAsync("eval", "fp8", "--tasks", Tasks, "--sample", "24", "--against", "demo", "-o", "after");
        await Tool.SucceedAsync("eval", "demo", "--tasks", "demo-facts", "--limit", "20", "-o", "prefix-before");
        Prefix = await Tool.SucceedAsync("eval", "fp8", "--tasks", "demo-facts", "--limit", "20", "-o", "prefix-after");
    }

    public ValueTask DisposeAsync()
    {
        Tool.Dispose();
        return ValueTask.CompletedTask;
    }
}
