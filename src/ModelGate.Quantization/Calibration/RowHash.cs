using System.Security.Cryptography;
using System.Text;

namespace ModelGate.Quantization.Calibration;

/// <summary>Identifies a calibration row by its text, so that a row that equals an evaluation document can be left out by name.</summary>
public static class RowHash
{
    /// <summary>SHA-256 in lower-case hex of the normalised text.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normalize(text))));

    /// <summary>Lower case (invariant), each run of white space one space, none at the ends.</summary>
    public static string Normalize(string text)
    {
        var normal = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            if (!char.IsWhiteSpace(character)) normal.Append(char.ToLowerInvariant(character));
            else if (normal.Length > 0 && normal[^1] != ' ') normal.Append(' ');
        }

        if (normal.Length > 0 && normal[^1] == ' ') normal.Length--;
        return normal.ToString();
    }
}
