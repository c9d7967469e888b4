using ModelGate.Models.Diagnostics;
using ModelGate.Quantization.Calibration;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests.Calibration;

public sealed class ExcludeFileTests
{
    [Fact]
    public void Read_hashes_comments_and_empty_lines()
    {
        using var folder = new TemporaryFolder();
        string hash = RowHash.Of("a");
        File.WriteAllText(folder.Combine("x"), $"# left out\n\n{hash.ToUpperInvariant()}\n");
        Assert.Equal([hash], ExcludeFile.Read(folder.Combine("x")));
    }

    [Fact]
    public void Read_line_that_is_no_hash_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("x"), "# left out\nabc\n");
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => ExcludeFile.Read(folder.Combine("x"))).Diagnostics);
        Assert.Equal(("QG0544", 2), (problem.Code, problem.At.Line));
    }
}
