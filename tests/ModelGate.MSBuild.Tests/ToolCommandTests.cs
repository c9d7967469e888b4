using System.Diagnostics;

namespace ModelGate.MSBuild.Tests;

public class ToolCommandTests
{
    /// <summary>printf gets what the runtime took the line apart to.</summary>
    [Fact]
    public async Task Arguments_arrive_as_they_were_given()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no printf.");
        string[] given = ["plain", "", "two words", "a\"b", @"back\slash", @"ends with\", @"a\""b c", "tab\there", "ü → 🚀", "'", "$x %y%"];
        ToolCommand command = new("printf", ["%s\\n"], [], "");
        string line = command.Arguments(given, " --extra \"1 2\" ");
        var start = new ProcessStartInfo(command.Program, line) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Equal([.. given, "--extra", "1 2", ""], output.Split('\n'));
    }
}
