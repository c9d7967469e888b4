using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Reporters;

public sealed class MarkdownReporterTests
{
    [Fact]
    public void Write_of_a_failed_run() => Snapshot.Match(Render(SampleRun.Failed));

    [Fact]
    public void Write_of_a_passed_run_has_no_section_of_open_findings()
    {
        string text = Render(SampleRun.Passed);
        Assert.StartsWith("# ModelGate: PASSED: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("What did not pass", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_says_when_the_policy_lets_what_is_undecided_pass() =>
        Assert.Contains("PASSED (inconclusive counts as passed by policy)", Render(SampleRun.LetPass), StringComparison.Ordinal);

    [Fact]
    public void Write_says_how_many_answers_were_not_decided_and_by_which_model()
    {
        RunRecord record = SampleRun.Passed;
        TaskScoreRecord undecided = record.Baseline.Tasks[0] with { UndecidedAnswers = 3 };
        string text = Render(record with { Baseline = record.Baseline with { Tasks = [undecided, .. record.Baseline.Tasks.Skip(1)] } });
        Assert.Contains("facts, baseline: 3 of 500 answers could not be told right from wrong", text, StringComparison.Ordinal);
        Assert.DoesNotContain("right from wrong", Render(record), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_leaves_no_markup_of_names_alive()
    {
        string[] lines = Render(SampleRun.Failed).Split('\n');
        foreach (string line in lines.Where(line => line.Contains("odd", StringComparison.Ordinal) && line.StartsWith('|')))
        {
            Assert.DoesNotContain("<b>", line, StringComparison.Ordinal);
            Assert.DoesNotContain("@user", line, StringComparison.Ordinal);
            Assert.DoesNotContain("#12", line, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"(?<!\\)`", line);
            Assert.DoesNotContain("[a](b)", line, StringComparison.Ordinal);
        }

        Assert.Contains(lines, line => line.Contains("odd", StringComparison.Ordinal));
        AssertTablesAreWhole(lines);
    }

    /// <summary>Every row of a table has as many cells as its header.</summary>
    private static void AssertTablesAreWhole(string[] lines)
    {
        int cells = 0;
        foreach (string line in lines)
        {
            int bars = System.Text.RegularExpressions.Regex.Count(line, @"(?<!\\)\|");
            if (!line.StartsWith('|')) cells = 0;
            else if (cells == 0) cells = bars;
            else Assert.Equal(cells, bars);
        }
    }

    private static string Render(RunRecord record)
    {
        using var text = new StringWriter();
        new MarkdownReporter().Write(record, text, ReportSurface.File);
        return text.ToString();
    }
}
