using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Tasks;

/// <summary>The recorded prompts of one task in one file, laid out as the splits that they were recorded from.</summary>
internal sealed partial class GoldenPrompts : IDocumentSource
{
    /// <summary>Pools that are here as a whole: the train split of ARC, and what stands in for HellaSwag's.</summary>
    private static readonly Dictionary<string, string> s_pools = new()
    {
        ["arc_challenge"] = "arc_challenge/train.jsonl", ["hellaswag"] = "hellaswag/validation_rebuilt.jsonl",
    };

    private readonly TaskDefinition _task;
    private readonly bool _isDrawn;
    private readonly Document[] _evaluated;
    private readonly Document[] _pool;

    public GoldenPrompts(TaskDefinition task, string file, IReadOnlyList<JsonElement> rows)
    {
        _task = task;
        Rows = [.. rows.OrderBy(IdOf)];
        int shots = rows[0].GetProperty("num_fewshot").GetInt32();
        Assert.All(rows, row => Assert.Equal(shots, row.GetProperty("num_fewshot").GetInt32()));
        Shots = shots;
        // Where examples are drawn at random, they are drawn for the documents between the recorded ones as well, whatever these are.
        _isDrawn = Shots > 0 && rows[0].TryGetProperty("fewshot_indices", out _);
        _evaluated = [.. Enumerable.Repeat(AsDocument(rows[0].GetProperty("doc"), file), _isDrawn ? rows.Max(IdOf) + 1 : rows.Count)];
        for (int i = 0; i < Rows.Count; i++) _evaluated[PositionOf(i)] = AsDocument(Rows[i].GetProperty("doc"), file);
        _pool = Pool(file);
    }

    /// <summary>In the order of their documents.</summary>
    public IReadOnlyList<JsonElement> Rows { get; }

    public int Shots { get; }

    public static string Folder => Path.Combine(Repository.Shared ?? "", "golden", "prompts");

    public static IEnumerable<string> Files => Directory.Exists(Folder)
        ? Directory.EnumerateFiles(Folder, "*.jsonl")
            .Where(file => !Path.GetFileName(file).StartsWith('_'))
            .Order(StringComparer.Ordinal)
        : [];

    /// <summary>Where a row's document stands among the evaluated ones.</summary>
    public int PositionOf(int row) => _isDrawn ? IdOf(Rows[row]) : row;

    private static int IdOf(JsonElement row) => row.GetProperty("doc_id").GetInt32();

    private static Document AsDocument(JsonElement json, string file) => new(0, JsonValues.Fields(json), new(file, 1, 1));

    public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task) =>
        new([.. (split == _task.EvaluatedSplit ? _evaluated : _pool).Select((document, i) => document with { Id = i })]);

    /// <summary>The pool itself; else as many documents as it has, the recorded ones in their places.</summary>
    private Document[] Pool(string file)
    {
        if (Shots == 0 || !Rows[0].TryGetProperty("fewshot_docs", out JsonElement first)) return [];
        Document[] examples = [.. first.EnumerateArray().Select(doc => AsDocument(doc, file))];
        if (!_isDrawn) return examples;
        Match count = CountInBrackets().Match(Rows[0].GetProperty("notes").GetString()!);
        if (!count.Success)
        {
            return [.. LocalDocuments.ReadFile(Path.Combine(Repository.Shared!, "data", s_pools[_task.Name]), LocalFormat.Json)];
        }

        Document[] pool = [.. Enumerable.Repeat(examples[0], int.Parse(count.Groups[1].Value, CultureInfo.InvariantCulture))];
        foreach (JsonElement row in Rows)
        {
            foreach ((JsonElement index, JsonElement doc) in row.GetProperty("fewshot_indices").EnumerateArray()
                .Zip(row.GetProperty("fewshot_docs").EnumerateArray()))
            {
                pool[index.GetInt32()] = AsDocument(doc, file);
            }
        }

        return pool;
    }

    [GeneratedRegex(@"split \((\d+)\)")]
    private static partial Regex CountInBrackets();
}
