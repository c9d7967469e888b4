using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Testing;
using ModelGate.Tool.Terminal;

namespace ModelGate.Tool.Tests.Terminal;

public sealed class ConsoleReporterTests
{
    [Fact]
    public void Write_of_a_failed_run_without_colour() => Snapshot.Match(Render(SampleRun.Failed, hasColor: false));

    [Fact]
    public void Write_of_a_failed_run_with_colour() =>
        Snapshot.Match(Render(SampleRun.Failed, hasColor: true).Replace("\u001b", "ESC", StringComparison.Ordinal));

    [Fact]
    public void Write_of_a_passed_run() => Snapshot.Match(Render(SampleRun.Passed, hasColor: false));

    [Fact]
    public void Colour_changes_no_text()
    {
        string coloured = System.Text.RegularExpressions.Regex.Replace(Render(SampleRun.Failed, hasColor: true), "\u001b\\[[0-9;]*m", "");
        Assert.Equal(Render(SampleRun.Failed, hasColor: false), coloured);
    }

    [Fact]
    public void Lines_fit_the_terminal() => Assert.All(
        Render(SampleRun.Failed, hasColor: false, width: 100).Split('\n'), line => Assert.True(line.TrimEnd('\r').Length <= 100, line));

    private static string Render(RunRecord record, bool hasColor, int width = 120)
    {
        using var text = new StringWriter();
        new ConsoleReporter().Write(record, text, new ReportSurface(hasColor, width));
        return text.ToString();
    }
}
