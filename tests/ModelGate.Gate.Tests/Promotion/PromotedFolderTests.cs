using System.Security.Cryptography;
using ModelGate.Gate.Promotion;
using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Promotion;

public sealed class PromotedFolderTests : IDisposable
{
    private readonly MeasuredCheckpoint checkpoint = new();

    [Fact]
    public void Create_ships_what_was_measured_with_card_statement_and_checksums()
    {
        PromotedFolder promoted = checkpoint.Promote();
        Assert.Equal(
            [
                "README.md", "SHA256SUMS", "config.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
                "model.safetensors.index.json", "statement.intoto.json", "statement.predicate.json", "tokenizer.json",
            ],
            CheckpointFolder.FilesOf(checkpoint.Target));
        Assert.Empty(promoted.LeftOut);
        Assert.All(promoted.Files, file => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(checkpoint.Shipped(file.Key)))), file.Value));
        Assert.Equal(
            promoted.Files.Select(file => $"{file.Value}  {file.Key}"),
            File.ReadAllLines(checkpoint.Shipped(CheckpointFolder.Checksums)));
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(checkpoint.Target)!, "*.partial"));
    }

    [Fact]
    public void Create_keeps_licence_and_earlier_card_and_leaves_out_what_no_run_measured()
    {
        checkpoint.Write("LICENSE", "MIT");
        checkpoint.Write("README.md", "# The base model");
        checkpoint.Write("figure.png", "pixels");
        checkpoint.Write(".gitattributes", "*");
        PromotedFolder promoted = checkpoint.Promote();
        Assert.Equal(["figure.png"], promoted.LeftOut);
        Assert.Equal("MIT", File.ReadAllText(checkpoint.Shipped("LICENSE")));
        Assert.Equal("# The base model", File.ReadAllText(checkpoint.Shipped("README.original.md")));
        Assert.Contains("(README.original.md)", File.ReadAllText(checkpoint.Shipped("README.md")), StringComparison.Ordinal);
        Assert.Empty(checkpoint.VerifyByStatement().Problems);
    }

    [Fact]
    public void Create_from_what_was_promoted_keeps_the_first_card_and_no_earlier_statement()
    {
        foreach (string name in (string[])["README.md", "README.original.md", "statement.intoto.json", "SHA256SUMS"])
        {
            checkpoint.Write(name, "of an earlier promotion");
        }

        checkpoint.Write("README.original.md", "# The base model");
        Assert.Equal(["README.md", "SHA256SUMS", "statement.intoto.json"], checkpoint.Promote().LeftOut);
        Assert.Equal("# The base model", File.ReadAllText(checkpoint.Shipped("README.original.md")));
        Assert.Empty(checkpoint.VerifyByStatement().Problems);
    }

    [Fact]
    public void Create_twice_gives_the_same_bytes()
    {
        checkpoint.Promote();
        string first = File.ReadAllText(checkpoint.Shipped(CheckpointFolder.Statement));
        Directory.Delete(checkpoint.Target, recursive: true);
        checkpoint.Promote();
        Assert.Equal(first, File.ReadAllText(checkpoint.Shipped(CheckpointFolder.Statement)));
    }

    [Theory]
    [InlineData("config.json", "holds other bytes")]
    [InlineData("model-00002-of-00002.safetensors", "holds other bytes")]
    [InlineData("model-00003-of-00003.safetensors", "was not there when the run measured")]
    [InlineData("chat_template.jinja", "was not there when the run measured")]
    public void Create_from_another_checkpoint_than_the_measured_leaves_nothing_behind(string name, string says)
    {
        checkpoint.Write(name, "{} ");
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => checkpoint.Promote()).Diagnostics);
        Assert.Equal("QG0922", problem.Code);
        Assert.EndsWith(name, problem.At.File, StringComparison.Ordinal);
        Assert.Contains(says, problem.Problem, StringComparison.Ordinal);
        Assert.Equal(["source"], Directory.GetFileSystemEntries(Path.GetDirectoryName(checkpoint.Target)!).Select(Path.GetFileName));
    }

    [Fact]
    public void Create_from_a_source_without_a_measured_file_names_it()
    {
        File.Delete(Path.Combine(checkpoint.Source, "tokenizer.json"));
        Diagnostic problem = Assert.Single(Assert.Throws<DiagnosticException>(() => checkpoint.Promote()).Diagnostics);
        Assert.EndsWith("tokenizer.json", problem.At.File, StringComparison.Ordinal);
        Assert.Contains("missing", problem.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_into_a_folder_that_holds_something_touches_nothing()
    {
        Directory.CreateDirectory(checkpoint.Target);
        Assert.True(PromotedFolder.IsFree(checkpoint.Target));
        File.WriteAllText(checkpoint.Shipped("mine.txt"), "mine");
        Assert.False(PromotedFolder.IsFree(checkpoint.Target));
        Assert.Throws<IOException>(() => checkpoint.Promote());
        Assert.Equal(["mine.txt"], CheckpointFolder.FilesOf(checkpoint.Target));
    }

    [Fact]
    public void Create_stopped_half_way_leaves_nothing_behind()
    {
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => PromotedFolder.Create(
            MeasuredCheckpoint.Read(checkpoint.Record), "fp8", checkpoint.Source, checkpoint.Target, new StopAt(stop, 2), stop.Token));
        Assert.Equal(["source"], Directory.GetFileSystemEntries(Path.GetDirectoryName(checkpoint.Target)!).Select(Path.GetFileName));
    }

    [Fact]
    public void Model_card_is_a_contract()
    {
        checkpoint.Write("README.md", "# The base model");
        RunRecord record = checkpoint.Record;
        record = record with { Baseline = record.Baseline with { Source = "hf:owner/Base-1B@main" } };
        checkpoint.Promote(record);
        Snapshot.Match(File.ReadAllText(checkpoint.Shipped("README.md"))
            .Replace(MeasuredCheckpoint.Read(record).Sha256, "(of run.json)", StringComparison.Ordinal));
    }

    [Fact]
    public void Statement_is_a_contract()
    {
        PromotedFolder promoted = checkpoint.Promote();
        string text = File.ReadAllText(checkpoint.Shipped(CheckpointFolder.Statement));
        Snapshot.Match(text
            .Replace(MeasuredCheckpoint.Read(checkpoint.Record).Sha256, "(of run.json)", StringComparison.Ordinal)
            .Replace(promoted.Files["README.md"], "(of the card)", StringComparison.Ordinal)
            .Replace(
                StatementJson.Read(System.Text.Encoding.UTF8.GetBytes(text), "s").Predicate.ModelGate.Seal!, "(the seal)",
                StringComparison.Ordinal));
    }

    public void Dispose() => checkpoint.Dispose();

    private sealed class StopAt(CancellationTokenSource stop, int file) : IRunProgress
    {
        private int files;

        public void Begin(string work)
        {
        }

        public void Advance(double fraction, string detail)
        {
            if (++files == file) stop.Cancel();
        }

        public void End(string result)
        {
        }
    }
}
