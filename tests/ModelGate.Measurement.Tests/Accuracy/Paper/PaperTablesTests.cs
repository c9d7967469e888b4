using ModelGate.Measurement.Accuracy;
using ModelGate.Testing;

namespace ModelGate.Measurement.Tests.Accuracy.Paper;

/// <summary>
/// Our averages and recoveries from the raw scores of arXiv 2411.02355, to the printed digits; where the paper disagrees with itself, the
/// test names the cell.
/// </summary>
public sealed class PaperTablesTests
{
    public static TheoryData<string, string> Rows =>
        [.. from size in PaperTables.Sizes from format in PaperTables.Formats select (size, format)];

    /// <summary>Table 10 from table 2, 63 cells. The 8B FP8 MMLU score was 68.02 before it was printed as 68.0.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Recovery_of_each_V1_task_is_the_printed_one(string size, string format)
    {
        double[] before = PaperTables.Row(PaperTables.Table2, size, "BF16")[2..];
        double[] after = PaperTables.Row(PaperTables.Table2, size, format)[2..];
        double[] printed = PaperTables.Row(PaperTables.Table10, size, format);
        for (int i = 0; i < printed.Length; i++)
        {
            PaperTask task = PaperTables.V1Tasks[i];
            double recovery = Recovery.Of(Task(task, before[i], after[i]))!.Value * 100;
            if ((size, format, task.Name) == ("8B", "W8A8-FP", "MMLU"))
            {
                Assert.Equal((99.56, 99.59), (Math.Round(recovery, 2), printed[i]));
                continue;
            }

            AssertPrints(printed[i], recovery, 2, $"{size} {format} {task.Name}");
        }
    }

    /// <summary>Table 11 from table 13, which prints the 8B and 70B scores to two digits: 12 cells.</summary>
    [Theory]
    [InlineData("8B")]
    [InlineData("70B")]
    public void Recovery_of_each_V2_task_of_table_13_is_the_printed_one(string size)
    {
        double[] before = PaperTables.Row(PaperTables.Table13, size, "BF16")[1..];
        double[] after = PaperTables.Row(PaperTables.Table13, size, "GPTQ")[1..];
        double[] printed = PaperTables.Row(PaperTables.Table11, size, "W4A16-INT");
        for (int i = 0; i < printed.Length; i++)
        {
            double recovery = Recovery.Of(Task(PaperTables.V2Tasks[i], before[i], after[i]))!.Value * 100;
            AssertPrints(printed[i], recovery, 2, $"{size} {PaperTables.V2Tasks[i].Name}");
        }
    }

    /// <summary>Table 11 from table 3, whose scores have one digit: all 54 recoveries lie where that rounding lets them lie.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Recovery_of_each_V2_task_lies_within_the_rounding_of_table_3(string size, string format)
    {
        double[] before = PaperTables.Row(PaperTables.Table3, size, "BF16")[2..];
        double[] after = PaperTables.Row(PaperTables.Table3, size, format)[2..];
        double[] printed = PaperTables.Row(PaperTables.Table11, size, format);
        for (int i = 0; i < printed.Length; i++)
        {
            PaperTask task = PaperTables.V2Tasks[i];
            double low = Recovery.Of(Task(task, before[i] + 0.05, after[i] - 0.05))!.Value * 100;
            double high = Recovery.Of(Task(task, before[i] - 0.05, after[i] + 0.05))!.Value * 100;
            Assert.InRange(printed[i], low - 0.005, high + 0.005);
        }
    }

    /// <summary>
    /// Table 2's averages from its scores. Two averages were taken before rounding: 8B FP8 (73.543 from the printed scores, 73.55 printed)
    /// and 405B INT4 (86.786 and 86.78).
    /// </summary>
    [Fact]
    public void Average_of_V1_is_the_printed_one()
    {
        foreach (PaperRow row in PaperTables.Table2)
        {
            double average = Suite(PaperTables.V1Tasks, row.Values[2..], row.Values[2..]).BaselineScore * 100;
            double tolerance = (row.Size, row.Format) is ("8B", "W8A8-FP") or ("405B", "W4A16-INT") ? 0.05 : 0;
            Assert.InRange(row.Values[1], average - 0.005 - tolerance - 1e-9, average + 0.005 + tolerance + 1e-9);
            Assert.Equal(tolerance == 0, Math.Abs(row.Values[1] - average) <= 0.005 + 1e-9);
        }
    }

    /// <summary>Table 3's averages from its scores, both with one digit, so that they agree to the sum of the two roundings.</summary>
    [Fact]
    public void Average_of_V2_agrees_within_rounding()
    {
        foreach (PaperRow row in PaperTables.Table3)
        {
            double average = Suite(PaperTables.V2Tasks, row.Values[2..], row.Values[2..]).BaselineScore * 100;
            Assert.InRange(row.Values[1], average - 0.1, average + 0.1);
        }
    }

    /// <summary>Tables 12 and 13 print two digits of everything, and every average follows from its scores.</summary>
    [Fact]
    public void Averages_of_tables_12_and_13_are_the_printed_ones()
    {
        Assert.All(PaperTables.Table12, row => AssertPrints(
            row.Values[0],
            Suite(PaperTables.V1Tasks, row.Values[1..], row.Values[1..]).BaselineScore * 100,
            2,
            $"{row.Size} {row.Format}"));
        Assert.All(PaperTables.Table13, row => AssertPrints(
            row.Values[0],
            Suite(PaperTables.V2Tasks, row.Values[1..], row.Values[1..]).BaselineScore * 100,
            2,
            $"{row.Size} {row.Format}"));
    }

    /// <summary>
    /// A suite's recovery is the ratio of the averages, not the mean of the tasks' recoveries: only the first prints table 2's digits. The
    /// one cell that neither gives is 405B INT4, printed 99.98 where the printed averages give 99.99.
    /// </summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Recovery_of_V1_is_the_ratio_of_the_averages(string size, string format)
    {
        double before = PaperTables.Row(PaperTables.Table2, size, "BF16")[1];
        double[] row = PaperTables.Row(PaperTables.Table2, size, format);
        double recovery = Recovery.Of(Task(new("V1", 42701), before, row[1]))!.Value * 100;
        if ((size, format) == ("405B", "W4A16-INT")) Assert.Equal((99.99, 99.98), (Math.Round(recovery, 2), row[0]));
        else AssertPrints(row[0], recovery, 2, $"{size} {format}");

        double[] tasksBefore = PaperTables.Row(PaperTables.Table2, size, "BF16")[2..];
        double ofTasks = Recovery.Of(Suite(PaperTables.V1Tasks, tasksBefore, row[2..]))!.Value * 100;
        Assert.InRange(row[0], ofTasks - 0.1, ofTasks + 0.1);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Recovery_of_V2_is_the_ratio_of_the_averages(string size, string format)
    {
        double[] before = PaperTables.Row(PaperTables.Table3, size, "BF16"), row = PaperTables.Row(PaperTables.Table3, size, format);
        double low = Recovery.Of(Task(new("V2", 21606), before[1] + 0.05, row[1] - 0.05))!.Value * 100;
        double high = Recovery.Of(Task(new("V2", 21606), before[1] - 0.05, row[1] + 0.05))!.Value * 100;
        Assert.InRange(row[0], low - 0.05, high + 0.05);
        double ofTasks = Recovery.Of(Suite(PaperTables.V2Tasks, before[2..], row[2..]))!.Value * 100;
        Assert.InRange(row[0], ofTasks - 0.1, ofTasks + 0.1);
    }

    /// <summary>Table 1: academic is the mean of the leaderboards' averages, real-world that of Arena-Hard, HumanEval and MBPP.</summary>
    [Fact]
    public void Suites_of_table_1_average_to_the_printed_scores()
    {
        foreach (PaperRow row in PaperTables.Table1)
        {
            string name = $"{row.Size} {row.Format}";
            PaperTask[] academic = [new("V1", 42701), new("V2", 21606)];
            PaperTask[] realWorld = [new("Arena-Hard", 500), new("HumanEval", 164), new("MBPP", 378)];
            AssertPrints(row.Values[0], Suite(academic, row.Values[1..3], row.Values[1..3]).BaselineScore * 100, 2, name);
            AssertPrints(row.Values[3], Suite(realWorld, row.Values[4..], row.Values[4..]).BaselineScore * 100, 1, name);
        }
    }

    /// <summary>
    /// Two judging runs average to the printed score. AWQ 70B does not: 56.3 and 57.0 are printed as 56.3, while table 1 has their mean,
    /// 56.7.
    /// </summary>
    [Fact]
    public void Two_runs_of_Arena_Hard_average_to_the_printed_score()
    {
        foreach (PaperRow row in PaperTables.Tables7And8)
        {
            double average = row.Values[..2].Average();
            if ((row.Size, row.Format) != ("70B", "AWQ"))
            {
                AssertPrints(row.Values[2], average, 1, $"{row.Size} {row.Format}");
                continue;
            }

            Assert.Equal(56.3, row.Values[2]);
            AssertPrints(PaperTables.Row(PaperTables.Table1, "70B", "AWQ")[4], average, 1, "table 1");
        }
    }

    /// <summary>Where two tables print the same quantity they agree, but for the cells named here.</summary>
    [Fact]
    public void Tables_contradict_each_other_only_in_known_cells()
    {
        List<string> contradictions = [];
        foreach (PaperRow run in PaperTables.Tables7And8.Where(row => row.Format != "AWQ"))
        {
            double other = PaperTables.Row(PaperTables.Table3RealWorld, run.Size, run.Format)[0];
            if (other != run.Values[2]) contradictions.Add($"Arena-Hard {run.Size} {run.Format}: {other} in table 3, {run.Values[2]} in 7");
        }

        foreach (PaperRow row in PaperTables.Table12.Where(row => row.Format != "AWQ"))
        {
            double[] other = PaperTables.Row(PaperTables.Table2, row.Size, row.Format == "GPTQ" ? "W4A16-INT" : "BF16")[2..];
            for (int i = 0; i < other.Length; i++)
            {
                if (Math.Abs(row.Values[i + 1] - other[i]) <= 0.1) continue;
                contradictions.Add(
                    $"{PaperTables.V1Tasks[i].Name} {row.Size} {row.Format}: {other[i]} in table 2, {row.Values[i + 1]} in 12");
            }
        }

        Assert.Equal(
            [
                "Arena-Hard 70B W4A16-INT: 56.3 in table 3, 57 in 7",
                "Arena-Hard 70B W8A8-INT: 57 in table 3, 56.3 in 7",
                "MMLU 70B BF16: 83.8 in table 2, 82.37 in 12",
                "MMLU 70B GPTQ: 83.6 in table 2, 82.03 in 12",
            ],
            contradictions);
    }

    private static RecoverySuite Suite(PaperTask[] tasks, double[] before, double[] after) =>
        new("suite", [.. tasks.Select((task, i) => Task(task, before[i], after[i]))]);

    private static RecoveryTask Task(PaperTask task, double before, double after) => RecoveryTask.Plain(
        task.Name, "score",
        new RecoveryScores.Unpaired(new(before / 100, null, task.Documents), new(after / 100, null, task.Documents)));

    /// <summary>Rounding <paramref name="value"/> to the printed digits gives what is printed; a half may go either way.</summary>
    private static void AssertPrints(double printed, double value, int digits, string cell)
    {
        double half = 0.5 * Math.Pow(10, -digits);
        Assert.True(Math.Abs(printed - value) <= half + 1e-9, $"{cell}: printed {printed}, recomputed {value}");
    }
}
