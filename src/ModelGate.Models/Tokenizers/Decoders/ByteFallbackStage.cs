using System.Globalization;
using System.Text;

namespace ModelGate.Models.Tokenizers.Decoders;

/// <summary>
/// Runs of byte tokens (<c>&lt;0xE2&gt;</c>) to text. A run that is not UTF-8 as a whole becomes one U+FFFD for each byte, as in the
/// reference library, so a run waits for its end.
/// </summary>
internal sealed class ByteFallbackStage : WholeTokenStage
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly List<byte> _run = [];

    protected override void Token(string token)
    {
        if (TryByte(token, out byte value))
        {
            _run.Add(value);
            return;
        }

        Flush();
        Emit(new TokenPart(token));
    }

    protected override void Flush()
    {
        if (_run.Count == 0) return;
        try
        {
            Emit(new TokenPart(Strict.GetString([.. _run])));
        }
        catch (DecoderFallbackException)
        {
            for (int i = 0; i < _run.Count; i++) Emit(new TokenPart("\uFFFD"));
        }

        _run.Clear();
    }

    /// <summary>Two hexadecimal digits of either case; a plus before one digit counts too, as Rust parses numbers.</summary>
    private static bool TryByte(string token, out byte value)
    {
        value = 0;
        if (token.Length != 6 || !token.StartsWith("<0x", StringComparison.Ordinal) || token[5] != '>') return false;
        ReadOnlySpan<char> digits = token.AsSpan(token[3] == '+' ? 4 : 3, token[3] == '+' ? 1 : 2);
        return byte.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
