using ModelGate.Gate.Records;
using ModelGate.GitHub.Baselines;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Tests.Baselines;

public sealed class RunArchiveTests
{
    private static string Record => RunRecordJson.Write(SampleRecord.Passed);

    [Fact]
    public void Read_takes_the_record_and_nothing_else() => Assert.Equal(
        SampleRecord.Passed.PlanKey,
        RunArchive.Read(Zip.Of(("../../run.json", "{}"), ("report.md", "x"), ("run.json", Record), ("deep/run.json", "{}")), "a").PlanKey);

    [Theory]
    [InlineData("../run.json")]
    [InlineData("/run.json")]
    [InlineData("report/run.json")]
    public void Read_of_an_archive_without_a_record_at_its_root_is_refused(string name) =>
        AssertRefused(Zip.Of((name, Record)), "QG1017", "holds no run.json");

    [Fact]
    public void Read_of_what_is_no_archive_is_refused() => AssertRefused("no archive"u8.ToArray(), "QG1017", "no zip archive");

    [Fact]
    public void Read_of_an_archive_cut_short_is_refused()
    {
        byte[] archive = Zip.Of(("run.json", Record));
        AssertRefused(archive[..(archive.Length / 2)], "QG1017", "no zip archive");
    }

    [Fact]
    public void Read_stops_where_more_comes_out_than_is_read() =>
        AssertRefused(Zip.Bomb("run.json", RunArchive.MostBytes + 1L), "QG1017", "larger than");

    [Theory]
    [InlineData("{}", "QG0901")]
    [InlineData("", "QG0901")]
    [InlineData("[[[[", "QG0901")]
    public void Read_of_a_damaged_record_is_refused(string record, string code) =>
        AssertRefused(Zip.Of(("run.json", record)), code, "run.json");

    private static void AssertRefused(byte[] archive, string code, string says)
    {
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => RunArchive.Read(archive, "artifact")).Diagnostics);
        Assert.Equal(code, problem.Code);
        Assert.Contains(says, problem.ToString(), StringComparison.Ordinal);
    }
}
