using System.Text;

namespace ModelGate.Models.Tokenizers.PreTokenizers;

/// <summary>
/// GPT-2's printable character for each byte: printable Latin-1 stands for itself, the other 68 bytes are U+0100 onward in order.
/// Source: openai/gpt-2, src/encoder.py, <c>bytes_to_unicode</c>.
/// </summary>
internal static class ByteAlphabet
{
    private static readonly char[] Chars = MakeChars();
    private static readonly short[] Bytes = MakeBytes();

    public static char CharOf(byte value) => Chars[value];

    /// <summary>The byte behind a character; −1 for a character outside the alphabet.</summary>
    public static int ByteOf(char c) => c < Bytes.Length ? Bytes[c] : -1;

    /// <summary>Appends the characters of the UTF-8 bytes of <paramref name="text"/>.</summary>
    public static void Append(ReadOnlySpan<char> text, StringBuilder output)
    {
        Span<byte> utf8 = stackalloc byte[4];
        foreach (Rune rune in text.EnumerateRunes())
        {
            int count = rune.EncodeToUtf8(utf8);
            for (int i = 0; i < count; i++) output.Append(Chars[utf8[i]]);
        }
    }

    private static char[] MakeChars()
    {
        char[] chars = new char[256];
        char next = '\u0100';
        for (int value = 0; value < 256; value++)
        {
            bool isPrintable = value is (>= 0x21 and <= 0x7E) or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            chars[value] = isPrintable ? (char)value : next++;
        }

        return chars;
    }

    private static short[] MakeBytes()
    {
        short[] bytes = new short[Chars.Max() + 1];
        Array.Fill(bytes, (short)-1);
        for (int value = 0; value < 256; value++) bytes[Chars[value]] = (short)value;
        return bytes;
    }
}
