using System.Globalization;

namespace ModelGate.Models.Tokenizers.Normalizers;

/// <summary>
/// Combining classes and decompositions, from UnicodeNormalization.txt. The base library's own normalization does nothing in
/// invariant globalization, in which the tool runs.
/// </summary>
internal sealed class UnicodeTables
{
    private static readonly Lazy<UnicodeTables> Lazily = new(static () => new UnicodeTables());

    private readonly Dictionary<int, byte> _combiningClasses = [];
    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<(int, int), int> _composed = [];
    private readonly HashSet<int> _unstable = [];

    private UnicodeTables()
    {
        using Stream stream = typeof(UnicodeTables).Assembly.GetManifestResourceStream("UnicodeNormalization.txt")!;
        using StreamReader reader = new(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#')) Read(line.Split(' '));
        }
    }

    public static UnicodeTables Instance => Lazily.Value;

    /// <summary>0 is a starter.</summary>
    public int CombiningClass(int codePoint) => _combiningClasses.GetValueOrDefault(codePoint);

    /// <summary>One step of decomposition, or null.</summary>
    public int[]? Decomposition(int codePoint, bool compatible) =>
        _canonical.TryGetValue(codePoint, out int[]? parts) || (compatible && _compatible.TryGetValue(codePoint, out parts)) ? parts : null;

    public bool TryCompose(int first, int second, out int composed) => _composed.TryGetValue((first, second), out composed);

    /// <summary>The code point stays as it is in composed text, whatever stands around it.</summary>
    public bool IsStableInComposed(int codePoint) => !_unstable.Contains(codePoint);

    private void Read(string[] fields)
    {
        int[] values = [.. fields.Skip(1).Select(Hex)];
        switch (fields[0])
        {
            case "ccc":
                for (int codePoint = values[0]; codePoint <= values[1]; codePoint++)
                {
                    _combiningClasses[codePoint] = byte.Parse(fields[3], CultureInfo.InvariantCulture);
                    _unstable.Add(codePoint);
                }

                break;
            case "can":
                _canonical[values[0]] = values[1..];
                _composed[(values[1], values[2])] = values[0];
                _unstable.Add(values[2]);
                break;
            case "exc":
                _canonical[values[0]] = values[1..];
                _unstable.Add(values[0]);
                break;
            case "com":
                _compatible[values[0]] = values[1..];
                break;
        }
    }

    private static int Hex(string field) => int.Parse(field, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
