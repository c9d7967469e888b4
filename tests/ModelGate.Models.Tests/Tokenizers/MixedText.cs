using System.Text;
using System.Text.Json;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Tokenizers;

/// <summary>
/// Text of every kind that tokenizers treat differently: what they are trained on here, and what they are asked to encode.
/// </summary>
internal static class MixedText
{
    /// <summary>Each a corner of its own; all code points are older than the oldest Unicode version among the libraries compared.</summary>
    public static readonly string[] Fragments =
    [
        "the", "Hello", " world", " unmerged", "naïve",
        "cafe\u0301", "e\u0301\u0323", "Ångström", "ﬁne", "ß", "STRASSE", "İstanbul", "ıssız",
        "don't", "DON'T", "we'LL", "I'M", "you'Re", "'s", "'S", "'\u017F", "it’s", "'ve", "'VE", "''", "o'clock", "'tis",
        "0", "7", "42", "2024", "1234567", "3.14159", "1,000,000", "٣٤٥", "१२३", "½", "²³", "Ⅷ", "𝟘𝟙𝟚", "①", "12:30",
        " ", "  ", "   ", "\t", "\t\t", "\n", "\n\n", "\r\n", "\r", " \n ", "  \n\n  ", "\t \t",
        "\u00A0", "\u3000", "\u2028", "\u2003", "\u0085", "\u200B", "\uFEFF",
        "こんにちは", "世界", "中文分词", "한국어", "\u1112\u1161\u11AB", "漢字かな交じり", "𠜎𠜱", "ไทย", "हिन्दी", "தமிழ்",
        "עברית", "שָׁלוֹם", "العربية", "مرحبا ١٢",
        "😀", "👨‍👩‍👧‍👦", "👍🏽", "🇩🇪🇫🇷", "❤️", "✨", "☕", "🏳️‍🌈", "⌚︎", "𝒜𝓫𝔠", "𐐀𐐨", "\U0001F130", "\u24B6",
        "def f(x):\n    return x**2\n", "if (a != b && c >= 0x1F) { i++; }", "/* c */", "a_b-c.d@e.fr",
        "https://x.y/z?q=1&r=%20#t", "<div class=\"q\">", "\\n", "$HOME", "C:\\dir", "=>", "--flag",
        "…", "—", "«x»", "“q”", "¿?", "!!!", "#$%^&*",
        "<|begin_of_text|>", "<|eot_id|>", "<|endoftext|>", "<|im_start|>", "<tool_call>", "<s>", "</s>", "<unk>", "[INST]", "[/INST]",
        "<|eot", "<0x41>", "<0x0A>", "▁", "▁▁x", "Ġ", "Ċ", "\0", "\u0001", "\u007F", "\uFFFD",
        "K\u212A", "\u2126", "\u1E9E", "ǅ", "\u0345", "a\u0308\u0301", "q\u0307\u0323",
        "\uAC00\u11A8", "\u0958", "\uFB2C", "ｆｕｌｌ", "㎏", "ﷺ",
    ];

    /// <summary>A few to a few dozen fragments side by side.</summary>
    public static string Random(Random random)
    {
        StringBuilder text = new();
        int count = random.Next(1, 24);
        for (int i = 0; i < count; i++)
        {
            text.Append(Fragments[random.Next(Fragments.Length)]);
            if (random.Next(3) == 0) text.Append(' ');
        }

        return text.ToString();
    }

    /// <summary>Words with the space before them, from the demo's task files and the fragments, with how often each occurs.</summary>
    public static Dictionary<string, int> Words()
    {
        StringBuilder corpus = new();
        foreach (string file in Directory.GetFiles(Path.Combine(Repository.Demo, "tasks"), "*_dev.jsonl").Order(StringComparer.Ordinal))
        {
            foreach (string line in File.ReadLines(file))
            {
                using JsonDocument document = JsonDocument.Parse(line);
                Collect(document.RootElement, corpus);
            }
        }

        Dictionary<string, int> words = [];
        foreach (string fragment in Fragments.Concat(corpus.ToString().Split('\n')))
        {
            string[] parts = fragment.Split(' ');
            for (int i = 0; i < parts.Length; i++)
            {
                string word = i == 0 ? parts[i] : " " + parts[i];
                if (word.Length > 0) words[word] = words.GetValueOrDefault(word) + 1;
            }
        }

        return words;
    }

    private static void Collect(JsonElement element, StringBuilder corpus)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                corpus.Append(element.GetString()).Append('\n');
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray()) Collect(item, corpus);
                break;
            case JsonValueKind.Object:
                foreach (JsonProperty member in element.EnumerateObject()) Collect(member.Value, corpus);
                break;
        }
    }
}
