using ModelGate.Testing;

namespace ModelGate.Templates.Tests.Actions;

/// <summary>The executable that this solution's build made.</summary>
internal static class BuiltTool
{
    private static string Configuration { get; } =
        AppContext.BaseDirectory.Split(Path.DirectorySeparatorChar).Contains("Debug") ? "Debug" : "Release";

    public static string Executable { get; } =
        Path.Combine(Repository.Root, "src", "ModelGate.Tool", "bin", Configuration, "net10.0", "dotnet-quantgate");

    public static string Action { get; } = Path.Combine(Repository.Root, ".github", "actions", "quantgate");
}
