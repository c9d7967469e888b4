using ModelGate.Gate;
using ModelGate.Tool.Init;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool;

/// <summary>What commands get from outside: console, clock, places.</summary>
/// <param name="DemoDirectory">The bundled demo: <c>model</c> and <c>tasks</c> below it.</param>
/// <param name="CurrentDirectory">What relative paths on the command line start at.</param>
internal sealed record ToolContext(ToolConsole Console, TimeProvider Clock, string DemoDirectory, string CurrentDirectory)
{
    public Catalog Catalog => BuiltIn.Catalog;

    /// <summary>Gives an environment variable or null.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Gives the GPU of this machine or null.</summary>
    public Func<ServingGpu?> Gpu { get; init; } = ServingGpu.OfThisMachine;

    /// <summary>Told by the variable that CI services set.</summary>
    public bool IsCi => Variable("CI")?.ToUpperInvariant() is "TRUE" or "1";

    /// <summary>Such as <c>0.1.0</c>.</summary>
    public static string Version { get; } = typeof(ToolContext).Assembly.GetName().Version!.ToString(3);

    public static ToolContext OfProcess() => new(
        ToolConsole.OfProcess(), TimeProvider.System, Path.Combine(AppContext.BaseDirectory, "demo"), Environment.CurrentDirectory);

    public string FullPath(string path) => Path.GetFullPath(path, CurrentDirectory);
}
