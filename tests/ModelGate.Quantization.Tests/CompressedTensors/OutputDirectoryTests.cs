using ModelGate.Models.Diagnostics;
using ModelGate.Quantization.CompressedTensors;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests.CompressedTensors;

public sealed class OutputDirectoryTests
{
    [Fact]
    public void Create_folder_with_other_content_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Combine("thesis.txt"), "");
        Assert.Equal(
            "QG0550", Assert.Throws<DiagnosticException>(() => OutputDirectory.Create(folder.Path, "/elsewhere")).Diagnostics[0].Code);
        Assert.True(File.Exists(folder.Combine("thesis.txt")));
    }

    [Fact]
    public void Create_folder_of_the_source_is_refused()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(
            "QG0551", Assert.Throws<DiagnosticException>(() => OutputDirectory.Create(folder.Path + "/", folder.Path)).Diagnostics[0].Code);
    }

    [Fact]
    public void Commit_leftover_of_a_killed_run_and_earlier_result_are_replaced()
    {
        using var folder = new TemporaryFolder();
        string result = folder.Combine("result");
        Directory.CreateDirectory(result);
        File.WriteAllText(Path.Combine(result, QuantizationReport.FileName), "old");
        File.WriteAllText(Path.Combine(result, "stale"), "");
        Directory.CreateDirectory(result + ".partial");
        File.WriteAllText(Path.Combine(result + ".partial", "half"), "");
        using (OutputDirectory output = OutputDirectory.Create(result, "/elsewhere"))
        {
            File.WriteAllText(Path.Combine(output.Partial, "new"), "");
            Assert.True(File.Exists(Path.Combine(result, "stale")));
            output.Commit();
        }

        Assert.Equal(["new"], Directory.GetFiles(result).Select(Path.GetFileName));
        Assert.False(Directory.Exists(result + ".partial"));
    }

    [Fact]
    public void Dispose_without_commit_leaves_the_earlier_result()
    {
        using var folder = new TemporaryFolder();
        string result = folder.Combine("result");
        Directory.CreateDirectory(result);
        File.WriteAllText(Path.Combine(result, QuantizationReport.FileName), "old");
        OutputDirectory.Create(result, "/elsewhere").Dispose();
        Assert.True(File.Exists(Path.Combine(result, QuantizationReport.FileName)));
        Assert.False(Directory.Exists(result + ".partial"));
    }

    [Fact]
    public void CopyCompanions_weights_configuration_and_hidden_files_are_left_out()
    {
        using var folder = new TemporaryFolder();
        string source = folder.Combine("source");
        Directory.CreateDirectory(source);
        foreach (string name in new[]
        {
            "tokenizer.json", "chat_template.jinja", "LICENSE", "config.json", "model.safetensors", "model.safetensors.index.json",
            "pytorch_model.bin", ".gitattributes", "README.md", "quantgate-report.json",
        })
            File.WriteAllText(Path.Combine(source, name), name);
        using OutputDirectory output = OutputDirectory.Create(folder.Combine("result"), source);
        output.CopyCompanions(source);
        Assert.Equal(["LICENSE", "chat_template.jinja", "tokenizer.json"],
            Directory.GetFiles(output.Partial).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
