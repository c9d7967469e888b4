using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using ModelGate.Models.Tokenizers;
using ModelGate.Testing;

namespace ModelGate.Benchmarks.Tokenizers;

/// <summary>
/// Load and encode with a synthetic tokenizer of the size of Llama-3's, in its configuration: all strings of one to four of eighteen
/// characters are tokens, and each way to put one together is a merge. Limits: 1 s to load, 3 MB/s to encode.
/// </summary>
internal static class TokenizerSpeed
{
    private const string Alphabet = "Ġetaoinshrdlcumwfg";
    private const string Pattern =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    public static void Run(TextWriter output)
    {
        (byte[] json, int tokens, int merges) = Synthesize();
        for (int round = 0; round < 3; round++)
        {
            (double seconds, double processor) = Time(() => Tokenizer.Parse("tokenizer.json", json));
            output.WriteLine(
                $"load {tokens} tokens, {merges} merges, {json.Length >> 20} MiB: {seconds * 1e3:F0} ms, "
                    + $"processor {processor * 1e3:F0} ms (limit 1000)");
        }

        string[] files = Directory.GetFiles(Path.Combine(Repository.Demo, "tasks"), "*.jsonl");
        string text = string.Concat(files.Order(StringComparer.Ordinal).Select(File.ReadAllText));
        Encode("synthetic", Tokenizer.Parse("tokenizer.json", json), text, output);
        Encode("demo", Tokenizer.Load(Repository.DemoModel), text, output);
    }

    private static void Encode(string name, Tokenizer tokenizer, string text, TextWriter output)
    {
        double megabytes = Encoding.UTF8.GetByteCount(text) / 1e6;
        for (int round = 0; round < 4; round++)
        {
            (double seconds, double processor) = Time(() => tokenizer.Encode(text, addSpecialTokens: false));
            output.WriteLine(
                $"encode {name}: {megabytes:F2} MB, {megabytes / seconds:F1} MB/s, "
                    + $"by processor time {megabytes / processor:F1} MB/s (limit 3)");
        }
    }

    /// <summary>Wall-clock and processor seconds; the second says more on a machine that does other work too.</summary>
    private static (double Seconds, double Processor) Time(Func<object> act)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        _ = act();
        return (Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - processor).TotalSeconds);
    }

    private static (byte[] Json, int Tokens, int Merges) Synthesize()
    {
        List<string> tokens = [.. Alphabet.Select(static c => c.ToString())];
        JsonArray merges = [];
        List<string> longest = tokens;
        for (int length = 2; length <= 4; length++)
        {
            longest = [.. longest.SelectMany(static token => Alphabet.Select(c => token + c))];
            tokens.AddRange(longest);
            foreach (string token in longest)
            {
                for (int cut = 1; cut < length; cut++) merges.Add($"{token[..cut]} {token[cut..]}");
            }
        }

        // The bytes that the alphabet leaves out.
        IEnumerable<int> bytes =
            [.. Enumerable.Range('!', 94), .. Enumerable.Range('¡', 12), .. Enumerable.Range('®', 82), .. Enumerable.Range('Ā', 68)];
        tokens.AddRange(bytes.Select(static c => ((char)c).ToString()).Except(tokens));
        JsonObject root = new()
        {
            ["added_tokens"] = new JsonArray(),
            ["pre_tokenizer"] = new JsonObject
            {
                ["type"] = "Sequence",
                ["pretokenizers"] = new JsonArray(
                    new JsonObject { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = Pattern }, ["behavior"] = "Isolated" },
                    new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = false }),
            },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["vocab"] = new JsonObject(tokens.Select(static (token, id) => KeyValuePair.Create(token, (JsonNode?)id))),
                ["merges"] = merges,
            },
        };
        return (Encoding.UTF8.GetBytes(root.ToJsonString()), tokens.Count, merges.Count);
    }
}
