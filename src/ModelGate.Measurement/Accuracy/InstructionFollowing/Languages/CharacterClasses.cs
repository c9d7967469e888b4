using System.Text;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing.Languages;

/// <summary>Characters that langdetect takes for one another, so that the profiles stay small.</summary>
internal static class CharacterClasses
{
    /// <summary>Stands for a character outside the basic plane: no profile has it.</summary>
    public const char Unknown = '\uffff';

    private const string Vowels = "AEIOUYaeiouyÂÊÔâêôĂăƠơƯư";

    /// <summary>For each mark of Vietnamese, the vowels that carry it, in the order of <see cref="Vowels"/>.</summary>
    private static readonly (char Mark, string Marked)[] Marks =
    [
        ('\u0300', "ÀÈÌÒÙỲàèìòùỳẦỀỒầềồẰằỜờỪừ"),
        ('\u0301', "ÁÉÍÓÚÝáéíóúýẤẾỐấếốẮắỚớỨứ"),
        ('\u0303', "ÃẼĨÕŨỸãẽĩõũỹẪỄỖẫễỗẴẵỠỡỮữ"),
        ('\u0309', "ẢẺỈỎỦỶảẻỉỏủỷẨỂỔẩểổẲẳỞởỬử"),
        ('\u0323', "ẠẸỊỌỤỴạẹịọụỵẬỆỘậệộẶặỢợỰự"),
    ];

    /// <summary>Each line a class of Chinese characters of like frequency; the first stands for all.</summary>
    private static readonly Lazy<Dictionary<int, Rune>> Kanji = new(() =>
    {
        Dictionary<int, Rune> classes = [];
        foreach (string line in ResourceText.Lines("Languages/kanji.txt"))
        {
            Rune first = line.EnumerateRunes().First();
            foreach (Rune c in line.EnumerateRunes()) classes[c.Value] = first;
        }

        return classes;
    });

    /// <summary>What stands for the character in n-grams; a space where it separates words.</summary>
    public static Rune Normalize(Rune c) => c.Value switch
    {
        <= 0x7f => Rune.IsLetter(c) ? c : new(' '),
        0xa0 or 0xab or 0xb0 or 0xbb => new(' '),
        // Romanian: comma below is cedilla.
        0x219 => new('ş'),
        0x21b => new('ţ'),
        // Farsi yeh is Arabic yeh.
        0x6cc => new('\u064a'),
        >= 0x1ea0 and <= 0x1eff => new('ể'),
        >= 0x2000 and <= 0x206f => new(' '),
        >= 0x3040 and <= 0x309f => new('あ'),
        >= 0x30a0 and <= 0x30ff => new('ア'),
        (>= 0x3100 and <= 0x312f) or (>= 0x31a0 and <= 0x31bf) => new('ㄅ'),
        >= 0x4e00 and <= 0x9fff => Kanji.Value.GetValueOrDefault(c.Value, c),
        >= 0xac00 and <= 0xd7af => new('가'),
        _ => c,
    };

    /// <summary>A vowel and a mark behind it become one character.</summary>
    public static string ComposeVietnamese(string text)
    {
        if (!text.AsSpan().ContainsAny("\u0300\u0301\u0303\u0309\u0323")) return text;
        StringBuilder composed = new();
        for (int i = 0; i < text.Length; i++)
        {
            int vowel = Vowels.IndexOf(text[i], StringComparison.Ordinal);
            string? marked = i + 1 < text.Length ? Array.Find(Marks, mark => mark.Mark == text[i + 1]).Marked : null;
            if (vowel < 0 || marked is null)
            {
                composed.Append(text[i]);
                continue;
            }

            composed.Append(marked[vowel]);
            i++;
        }

        return composed.ToString();
    }
}
