using ModelGate.Gate.Runs;
using ModelGate.Measurement.Accuracy.Comparison;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Runs;

public sealed class WorkFolderTests : IDisposable
{
    private static readonly EvaluationChunk First = new("task", "print", 0, 2), Second = new("task", "print", 2, 1);

    private static readonly DocumentResponse[] FirstAnswers =
    [
        new(0, [new ModelResponse.Likelihood(-1.25, true, 3, 0), new ModelResponse.Likelihood(double.NegativeInfinity, false, 1, 0)]),
        new(7, [new ModelResponse.Answer("tab\tline\n\"quote\" ü😀", 5, false, 0)]),
    ];

    private static readonly DocumentResponse[] SecondAnswers = [new(9, [new ModelResponse.Likelihood(0.1 + 0.2, false, 1, 4)])];

    private readonly TemporaryFolder folder = new();

    [Fact]
    public void Key_differs_where_parts_are_cut_elsewhere()
    {
        Assert.NotEqual(WorkFolder.Key("ab", "c"), WorkFolder.Key("a", "bc"));
        Assert.NotEqual(WorkFolder.Key("a"), WorkFolder.Key("a", ""));
        Assert.Equal(WorkFolder.Key("a", "b"), WorkFolder.Key("a", "b"));
        Assert.Matches("^[0-9a-f]{32}$", WorkFolder.Key());
    }

    [Fact]
    public void Write_replaces_the_file_and_leaves_no_other()
    {
        string file = folder.Combine("deep/er/file.json");
        WorkFolder.Write(file, "1");
        WorkFolder.Write(file, "ü");
        Assert.Equal("ü", File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFiles(Path.GetDirectoryName(file)!));
        Assert.Equal(2, new FileInfo(file).Length);
        Assert.Null(WorkFolder.TryRead(folder.Combine("none"), DivergenceJsonContext.Default.DivergenceResult));
    }

    [Fact]
    public void TryRead_gives_an_entry_back_and_nothing_of_a_damaged_one()
    {
        string file = folder.Combine("entry.json");
        WorkFolder.Write(file, """{"Documents":[{"DocumentId":3,"Divergence":0.5,"Agreements":2,"Positions":4}]}""");
        DocumentDivergence kept = Assert.Single(WorkFolder.TryRead(file, DivergenceJsonContext.Default.DivergenceResult)!.Documents);
        Assert.Equal(new DocumentDivergence(3, 0.5, 2, 4), kept);
        WorkFolder.Write(file, """{"Documents":[{"Docum""");
        Assert.Null(WorkFolder.TryRead(file, DivergenceJsonContext.Default.DivergenceResult));
    }

    [Fact]
    public void Journal_gives_back_every_recorded_chunk()
    {
        string file = folder.Combine("scores/key.jsonl");
        var journal = new ScoreJournal(file);
        Assert.False(journal.HasEarlier);
        journal.Record(First, FirstAnswers);
        journal.Record(Second, SecondAnswers);
        Assert.Equal(First.Count + Second.Count, journal.RecordedDocuments);

        var again = new ScoreJournal(file);
        Assert.True(again.HasEarlier);
        AssertSame(FirstAnswers, again.Find(First));
        AssertSame(SecondAnswers, again.Find(Second));
        Assert.Null(again.Find(First with { Count = 1 }));
        Assert.Equal(0, again.RecordedDocuments);
    }

    [Fact]
    public void Journal_cut_anywhere_keeps_the_whole_lines_before_the_cut()
    {
        string file = folder.Combine("key.jsonl");
        var journal = new ScoreJournal(file);
        journal.Record(First, FirstAnswers);
        int firstBytes = (int)new FileInfo(file).Length;
        journal.Record(Second, SecondAnswers);
        byte[] whole = File.ReadAllBytes(file);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(file, whole[..length]);
            var cut = new ScoreJournal(file);
            if (length >= firstBytes) AssertSame(FirstAnswers, cut.Find(First));
            else if (length < firstBytes - 1) Assert.Null(cut.Find(First));
            if (length < whole.Length - 1) Assert.Null(cut.Find(Second));
            cut.Record(Second, SecondAnswers);
            AssertSame(SecondAnswers, new ScoreJournal(file).Find(Second));
        }
    }

    public void Dispose() => folder.Dispose();

    private static void AssertSame(DocumentResponse[] expected, IReadOnlyList<DocumentResponse>? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Select(response => response.DocumentId), actual.Select(response => response.DocumentId));
        Assert.Equal(expected.SelectMany(response => response.Responses), actual.SelectMany(response => response.Responses));
    }
}
