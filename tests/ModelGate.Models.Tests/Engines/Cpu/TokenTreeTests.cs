using ModelGate.Models.Engines.Cpu;

namespace ModelGate.Models.Tests.Engines.Cpu;

public sealed class TokenTreeTests
{
    [Fact]
    public void Build_sequences_with_common_beginnings_holds_each_beginning_once()
    {
        TokenTree tree = TokenTree.Build([Tokens(1, 2, 3), Tokens(1, 2, 4, 5), Tokens(1, 2), Tokens(9), Tokens(1, 2, 3)]);

        Assert.Equal("[1 2 <2> [3 <0> <4>] [4 5 <1>]] [9 <3>]", Print(tree));
    }

    [Fact]
    public void Build_random_sequences_gives_them_back_and_computes_no_prefix_twice()
    {
        var random = new Random(1);
        for (int round = 0; round < 200; round++)
        {
            ReadOnlyMemory<int>[] sequences =
            [
                .. Enumerable.Range(0, random.Next(1, 12)).Select(_ =>
                    new ReadOnlyMemory<int>([.. Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(2))])),
            ];
            TokenTree tree = TokenTree.Build(sequences);

            for (int i = 0; i < sequences.Length; i++) Assert.Equal(sequences[i].ToArray(), Path(tree.Ends[i]));
            int prefixes = sequences
                .SelectMany(sequence => Enumerable.Range(1, sequence.Length).Select(n => string.Join(' ', sequence[..n].ToArray())))
                .Distinct().Count();
            Assert.Equal(prefixes, Nodes(tree.Root).Sum(node => node.Tokens.Length));
        }
    }

    private static ReadOnlyMemory<int> Tokens(params int[] tokens) => tokens;

    private static IEnumerable<TokenTree.Node> Nodes(TokenTree.Node node) => node.Children.SelectMany(Nodes).Prepend(node);

    private static int[] Path(TokenTree.Node? node) => node is null ? [] : [.. Path(node.Parent), .. node.Tokens.Span];

    private static string Print(TokenTree tree)
    {
        return string.Join(' ', tree.Root.Children.Select(Of));

        string Of(TokenTree.Node node)
        {
            IEnumerable<string> tokens = node.Tokens.ToArray().Select(token => $"{token}");
            IEnumerable<string> ends = tree.Ends.Index().Where(end => end.Item == node).Select(end => $"<{end.Index}>");
            return $"[{string.Join(' ', [.. tokens, .. ends, .. node.Children.Select(Of)])}]";
        }
    }
}
