using ModelGate.Models.Tokenizers.Patterns;

namespace ModelGate.Models.Tokenizers.Normalizers;

/// <summary>Cuts white space from the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    public override string Apply(string text)
    {
        int start = 0;
        int end = text.Length;
        while (left && start < end && UnicodeProperties.IsSpace(text[start])) start++;
        while (right && end > start && UnicodeProperties.IsSpace(text[end - 1])) end--;
        return text[start..end];
    }
}
