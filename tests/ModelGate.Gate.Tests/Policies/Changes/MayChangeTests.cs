using ModelGate.Gate.Policies;
using ModelGate.Gate.Policies.Changes;

namespace ModelGate.Gate.Tests.Policies.Changes;

public sealed class MayChangeTests
{
    [Fact]
    public void Parse_without_the_key_allows_the_tools_version_and_the_lock_file() => Assert.Equal(
        [PolicyChangeKind.ToolVersion, PolicyChangeKind.LockFile], PolicyText.Read(PolicyText.Minimal).MayChange);

    [Theory]
    [InlineData("seed", "seed")]
    [InlineData("[gates, task-files]", "gates, task-files")]
    [InlineData("none", "")]
    public void Parse_of_the_key_allows_what_it_lists(string value, string kinds) => Assert.Equal(
        kinds, string.Join(", ", PolicyText.Read($"{PolicyText.Minimal}\nmay-change: {value}").MayChange.Select(kind => kind.Word)));

    [Theory]
    [InlineData("gate", "(8,13): error QG0106: 'may-change' is 'gate', which is not known. Did you mean 'gates'?")]
    [InlineData("[none, gates]", "(8,13): error QG0111: 'may-change' lists 'none' and also kinds.")]
    [InlineData("[]", "is an empty list")]
    public void Parse_of_what_is_no_kind_is_diagnosed(string value, string problem) => Assert.Contains(
        problem, PolicyText.Problems($"{PolicyText.Minimal}\nmay-change: {value}"), StringComparison.Ordinal);

    [Fact]
    public void Kinds_have_words_of_their_own() =>
        Assert.Equal(PolicyChangeKind.All.Count, PolicyChangeKind.All.Select(kind => kind.Word).Append("none").Distinct().Count() - 1);
}
