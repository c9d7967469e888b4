using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers;
using ModelGate.Quantization.Calibration;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests.Calibration;

public sealed class CalibrationWindowsTests
{
    private static readonly Tokenizer Demo = Tokenizer.Load(Repository.DemoModel);

    [Theory]
    [InlineData("calibration.jsonl", 207)]
    [InlineData("calibration_platypus.jsonl", 158)]
    public void Build_demo_texts_give_the_windows_that_their_readme_counts(string file, int windows)
    {
        CalibrationWindows built = Build(new CalibrationSource.TextFile(Path.Combine(Repository.Demo, "tasks", file)), 512, 128);
        Assert.Equal((windows, 512, 512), (built.Windows.Count, built.Report.WindowsWanted, built.Report.Rows));
        Assert.All(built.Windows, window => Assert.Equal(128, window.Length));
        Assert.Equal(Demo.BosId, built.Windows[0][0]);
        Assert.Equal(512, built.Windows.SelectMany(window => window).Count(token => token == Demo.BosId), windows == 207 ? 2.0 : 4.0);
    }

    [Fact]
    public void Build_rows_are_concatenated_each_with_bos()
    {
        using var model = new TinyModel();
        string file = model.TextFile("rows.jsonl", "{\"text\": \"One day\"}\n\n{\"text\": \"Tom met Eva.\"}\n");
        int[] expected = [Demo.BosId!.Value, .. Demo.Encode("One day", false), Demo.BosId.Value, .. Demo.Encode("Tom met Eva.", false)];
        CalibrationWindows built = Build(new CalibrationSource.TextFile(file), 8, expected.Length);
        Assert.Equal(expected, Assert.Single(built.Windows));
    }

    [Fact]
    public void Build_instruction_rows_go_through_the_chat_template_with_one_bos()
    {
        using var model = new TinyModel();
        string file = model.TextFile("rows.jsonl", """{"instruction": "Sort", "input": "2 1", "output": "1 2"}""");
        string text =
            "<|start_header_id|>user<|end_header_id|>\n\nSort\n\n2 1<|eot_id|>"
            + "<|start_header_id|>assistant<|end_header_id|>\n\n1 2<|eot_id|>";
        int[] expected = [Demo.BosId!.Value, .. Demo.Encode(text, false)];
        CalibrationWindows built = Build(new CalibrationSource.TextFile(file), 1, expected.Length);
        Assert.Equal(expected, Assert.Single(built.Windows));

        CalibrationSettings excluding = new(
            new CalibrationSource.TextFile(file), 1, 4) { ExcludedRows = new HashSet<string> { RowHash.Of(text) } };
        Assert.Equal("QG0542", Assert.Throws<DiagnosticException>(() => Build(excluding)).Diagnostics[0].Code);
    }

    [Fact]
    public void Build_excluded_rows_are_left_out_and_listed()
    {
        using var model = new TinyModel();
        string file = model.TextFile("rows.jsonl", "{\"text\": \"One day\"}\n{\"text\": \"Tom met Eva.\"}\n");
        string hash = RowHash.Of("one  DAY");
        CalibrationSettings settings = new(new CalibrationSource.TextFile(file), 9, 3) { ExcludedRows = new HashSet<string> { hash } };
        CalibrationWindows built = Build(settings);
        Assert.Equal([hash], built.Report.ExcludedRows);
        int[] expected = [Demo.BosId!.Value, .. Demo.Encode("Tom met Eva.", false)];
        Assert.Equal(expected[..3], built.Windows[0]);
    }

    [Fact]
    public void Build_text_file_is_one_row()
    {
        using var model = new TinyModel();
        string file = model.TextFile("book.txt", "One day\nTom met Eva.\n");
        CalibrationWindows built = Build(new CalibrationSource.TextFile(file), 1, 5);
        Assert.Equal(1, built.Report.Rows);
        Assert.Equal(((int[])[Demo.BosId!.Value, .. Demo.Encode("One day\nTom met Eva.\n", false)])[..5], built.Windows[0]);
    }

    [Fact]
    public void Build_random_tokens_depend_on_the_seed_alone_and_are_ordinary()
    {
        CalibrationWindows one = Build(new CalibrationSource.RandomTokens(1), 20, 100);
        CalibrationWindows same = Build(new CalibrationSource.RandomTokens(1), 20, 100);
        CalibrationWindows other = Build(new CalibrationSource.RandomTokens(2), 20, 100);
        Assert.Equal(one.Report.ContentHash, same.Report.ContentHash);
        Assert.NotEqual(one.Report.ContentHash, other.Report.ContentHash);
        Assert.All(one.Windows.SelectMany(window => window), token => Assert.False(Demo.IsSpecial(token)));
        Assert.InRange(one.Windows.SelectMany(window => window).Distinct().Count(), 800, 1024);
    }

    [Fact]
    public void Build_wrong_lines_are_named_together()
    {
        using var model = new TinyModel();
        string file = model.TextFile("rows.jsonl", "{\"text\": \"fine\"}\n{\"txt\": 1}\n{oops\n");
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(() => Build(new CalibrationSource.TextFile(file), 1, 1));
        Assert.Equal([2, 3], wrong.Diagnostics.Select(problem => problem.At.Line));
        Assert.All(wrong.Diagnostics, problem => Assert.Equal("QG0541", problem.Code));
    }

    [Theory]
    [InlineData(1, 1025)]
    [InlineData(1, 0)]
    [InlineData(0, 10)]
    public void Build_windows_beyond_the_context_or_empty_are_refused(int samples, int length) =>
        Assert.Equal("QG0545",
            Assert.Throws<DiagnosticException>(() => Build(new CalibrationSource.RandomTokens(1), samples, length)).Diagnostics[0].Code);

    [Fact]
    public void Build_file_that_is_missing_is_an_error_with_its_name() =>
        Assert.Contains("nowhere.jsonl", Assert.Throws<DiagnosticException>(
            () => Build(new CalibrationSource.TextFile("nowhere.jsonl"), 1, 1)).Message, StringComparison.Ordinal);

    private static CalibrationWindows Build(CalibrationSource source, int samples, int length) =>
        Build(new CalibrationSettings(source, samples, length));

    private static CalibrationWindows Build(CalibrationSettings settings) =>
        CalibrationWindows.Build(settings, Repository.DemoModel, 1024, 1024);
}
