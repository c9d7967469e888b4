using ModelGate.Gate.Policies.Changes;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Policies.Changes;

/// <summary>Real git repositories in temporary folders.</summary>
public sealed class BaseFilesTests : IDisposable
{
    private readonly GitFolder repository;

    public BaseFilesTests()
    {
        Assert.SkipWhen(GitFolder.Missing is not null, GitFolder.Missing ?? "");
        repository = new();
        repository.Write(".gitignore", "fetched/\n");
        repository.Write("sub/quantgate.yml", "old");
        repository.Write("sub/data/ä b.jsonl", "documents");
        repository.Commit();
    }

    [Theory]
    [InlineData("main")]
    [InlineData("refs/heads/main")]
    [InlineData("HEAD")]
    public void Find_of_a_ref_reads_the_commit_and_the_working_tree(string reference)
    {
        repository.Write("sub/quantgate.yml", "new");
        repository.Write("sub/data/new.jsonl", "untracked");
        repository.Write("fetched/ignored.jsonl", "ignored");
        BaseFiles files = Find(reference);
        Assert.Equal("sub/quantgate.yml", files.PolicyPath);
        Assert.Equal($"{reference} ({repository.Git("rev-parse", "main")})", files.Name);
        Assert.Equal(("old", "new"), (files.Base.ReadText(files.PolicyPath), files.Head.ReadText(files.PolicyPath)));
        Assert.Equal(["sub/data/ä b.jsonl"], files.Base.Below("sub/data"));
        Assert.Equal(["sub/data/new.jsonl", "sub/data/ä b.jsonl"], files.Head.Below("sub/data").Order(StringComparer.Ordinal));
        Assert.Null(files.Head.Open("fetched/ignored.jsonl"));
    }

    [Fact]
    public void Find_of_a_full_commit_is_named_by_it()
    {
        string commit = repository.Git("rev-parse", "HEAD");
        Assert.Equal(commit, Find(commit).Name);
    }

    [Fact]
    public void Find_of_a_folder_reads_the_other_checkout()
    {
        using TemporaryFolder other = new();
        string clone = GitFolder.Clone(repository, other.Combine("base"));
        repository.Write("sub/quantgate.yml", "new");
        BaseFiles files = BaseFiles.Find(clone, repository.Combine("sub/quantgate.yml"), repository.Path);
        Assert.Equal(("old", "new"), (files.Base.ReadText(files.PolicyPath), files.Head.ReadText(files.PolicyPath)));
    }

    [Fact]
    public void Find_outside_git_reads_two_folders()
    {
        using TemporaryFolder work = new();
        foreach (string side in (string[])["base", "head"])
        {
            Directory.CreateDirectory(work.Combine($"{side}/p/data"));
            File.WriteAllText(work.Combine($"{side}/p/quantgate.yml"), side);
            File.WriteAllText(work.Combine($"{side}/p/data/x.jsonl"), side);
        }

        BaseFiles files = BaseFiles.Find("../base", work.Combine("head/p/quantgate.yml"), work.Combine("head"));
        Assert.Equal(("p/quantgate.yml", "base"), (files.PolicyPath, files.Base.ReadText(files.PolicyPath)));
        Assert.Equal(["p/data/x.jsonl"], files.Head.Below("p/data"));
        AssertRefused("QG0132", "in no git repository", () => BaseFiles.Find("main", work.Combine("head/p/quantgate.yml"), work.Path));
    }

    /// <summary>A pull request could bring a folder with the ref's name and its own policy in it.</summary>
    [Fact]
    public void Find_of_a_ref_never_takes_a_folder_for_it()
    {
        repository.Write("HEAD^1/sub/quantgate.yml", "planted");
        repository.Write("main/sub/quantgate.yml", "planted");
        AssertRefused("QG0132", "no commit 'HEAD^1'", () => Find("HEAD^1"));
        Assert.Equal("old", Find("main").Base.ReadText("sub/quantgate.yml"));
    }

    [Theory]
    [InlineData("nowhere")]
    [InlineData("--upload-pack=touch x")]
    [InlineData("-x")]
    [InlineData("")]
    [InlineData("HEAD:sub")]
    public void Find_of_a_ref_that_is_none_is_diagnosed(string reference) =>
        AssertRefused("QG0132", $"There is no commit '{reference}' here.", () => Find(reference));

    [Fact]
    public void Find_in_a_shallow_clone_says_how_to_fetch_more()
    {
        repository.Write("more", "x");
        repository.Commit();
        using TemporaryFolder other = new();
        string clone = GitFolder.Clone(repository, other.Combine("shallow"), "--depth", "1");
        Diagnostic found = AssertRefused(
            "QG0132", "this is a shallow clone", () => BaseFiles.Find("HEAD^1", Path.Combine(clone, "sub", "quantgate.yml"), clone));
        Assert.Contains("fetch-depth: 2", found.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("./nowhere", "no folder './nowhere'")]
    [InlineData(".", "that the policy itself lies in")]
    public void Find_of_a_folder_that_is_no_base_is_diagnosed(string folder, string problem) =>
        AssertRefused("QG0132", problem, () => Find(folder));

    [Fact]
    public void Open_follows_links_within_the_repository_and_none_out_of_it()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Links need rights here.");
        Directory.CreateSymbolicLink(repository.Combine("linked"), "sub/data");
        File.CreateSymbolicLink(repository.Combine("sub/out"), "../../../etc/hostname");
        File.CreateSymbolicLink(repository.Combine("circle"), "circle");
        repository.Commit();
        BaseFiles files = Find("main");
        foreach (FileTree tree in (FileTree[])[files.Base, files.Head])
        {
            Assert.Equal("documents", tree.ReadText("linked/ä b.jsonl"));
            Assert.Equal(["linked/ä b.jsonl"], tree.Below("linked"));
            Assert.Null(tree.Open("sub/out"));
            Assert.Null(tree.Open("circle"));
        }

        // What lies behind the link is what is read.
        repository.Write("sub/data/ä b.jsonl", "others");
        Assert.Equal("others", Find("main").Head.ReadText("linked/ä b.jsonl"));
    }

    [Fact]
    public void Open_below_a_submodule_gives_its_commit()
    {
        string commit = repository.Git("rev-parse", "HEAD");
        repository.Git("update-index", "--add", "--cacheinfo", $"160000,{commit},module");
        repository.Git("commit", "-q", "-m", "a module");
        repository.Git("update-index", "--cacheinfo", $"160000,{new string('1', 40)},module");
        BaseFiles files = Find("main");
        Assert.StartsWith(commit, files.Base.ReadText("module/data/x.jsonl"), StringComparison.Ordinal);
        Assert.StartsWith("1111", files.Head.ReadText("module/data/x.jsonl"), StringComparison.Ordinal);
        Assert.Equal(["module/data"], files.Head.Below("module/data"));
    }

    public void Dispose() => repository?.Dispose();

    private BaseFiles Find(string @base) => BaseFiles.Find(@base, repository.Combine("sub/quantgate.yml"), repository.Path);

    private static Diagnostic AssertRefused(string code, string problem, Action find)
    {
        Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(find).Diagnostics);
        Assert.Equal((code, "--base"), (found.Code, found.At.File));
        Assert.Contains(problem, found.Problem, StringComparison.Ordinal);
        return found;
    }
}
