using ModelGate.GitHub.Publishing;

namespace ModelGate.GitHub.Tests.Publishing;

public sealed class WorkflowCommandTests
{
    [Fact]
    public void On_escapes_as_the_runner_reads() => Assert.Equal(
        "::error file=a%2Cb/q%3A.yml,line=3,title=100 %25%3A bad%0A::50 %25, two: lines%0D%0A::error::x",
        WorkflowCommand.On("error", "a,b/q:.yml", 3, "100 %: bad\n", "50 %, two: lines\r\n::error::x"));

    [Fact]
    public void Remarks_come_worst_first_and_no_more_than_the_runner_shows()
    {
        using var output = new StringWriter();
        var log = new PublishLog(output, isWorkflow: true);
        log.Warn("one");
        log.Remark(PolicyPath.Parse("q.yml"),
        [
            .. Enumerable.Range(1, 15).Select(line => new PolicyRemark(true, line, "bad", "text")),
            .. Enumerable.Range(1, 15).Select(line => new PolicyRemark(false, line, "doubtful", "text")),
        ]);
        string[] lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(10, lines.Count(line => line.StartsWith("::error", StringComparison.Ordinal)));
        Assert.Equal(10, lines.Count(line => line.StartsWith("::warning", StringComparison.Ordinal)));
        Assert.StartsWith("::error file=q.yml,line=1,", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Log_outside_a_workflow_has_no_commands()
    {
        using var output = new StringWriter();
        var log = new PublishLog(output, isWorkflow: false);
        log.Warn("a\nb");
        log.Remark(PolicyPath.Parse("q.yml"), [new PolicyRemark(true, 1, "bad", "text")]);
        Assert.Equal($"warning: a b{Environment.NewLine}", output.ToString());
    }
}
