namespace ModelGate.Tool.Tests;

/// <summary>The installation of .NET that runs these tests.</summary>
internal static class Dotnet
{
    /// <summary>Three folders above System.Private.CoreLib.</summary>
    public static string Root { get; } = Path.GetFullPath(
        Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", ".."));

    public static string Executable { get; } = Path.Combine(Root, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
}
