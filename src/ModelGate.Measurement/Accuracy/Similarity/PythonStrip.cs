namespace ModelGate.Measurement.Accuracy.Similarity;

/// <summary>White space off both ends as the packages take it, which are written in Python.</summary>
internal static class PythonStrip
{
    /// <summary>Python's white space that .NET does not count: the four separators of ASCII.</summary>
    private static readonly char[] Separators = ['\u001C', '\u001D', '\u001E', '\u001F'];

    /// <summary>White space at both ends as Python's <c>str.strip</c> sees it.</summary>
    public static string Of(string text)
    {
        int start = 0, end = text.Length;
        while (start < end && IsSpace(text[start])) start++;
        while (end > start && IsSpace(text[end - 1])) end--;
        return text[start..end];

        static bool IsSpace(char c) => char.IsWhiteSpace(c) || Separators.Contains(c);
    }
}
