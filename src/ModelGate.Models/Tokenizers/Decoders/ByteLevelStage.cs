using System.Text;
using ModelGate.Models.Tokenizers.PreTokenizers;

namespace ModelGate.Models.Tokenizers.Decoders;

/// <summary>
/// Characters of <see cref="ByteAlphabet"/> back to bytes, and the bytes of all tokens together to text. Bytes that are no UTF-8
/// become U+FFFD, one for each longest beginning of a character. Bytes that may still begin a character wait for the next token.
/// </summary>
internal sealed class ByteLevelStage : WholeTokenStage
{
    private readonly Decoder _utf8 = new UTF8Encoding(false, throwOnInvalidBytes: false).GetDecoder();
    private bool _begins = true;

    protected override void Token(string token)
    {
        byte[] bytes = new byte[token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            int value = ByteAlphabet.ByteOf(token[i]);
            if (value < 0)
            {
                // A token with any character outside the alphabet, such as an added token, is text as it stands.
                bytes = Encoding.UTF8.GetBytes(token);
                break;
            }

            bytes[i] = (byte)value;
        }

        Emit(bytes, ends: false);
    }

    protected override void Flush() => Emit([], ends: true);

    private void Emit(byte[] bytes, bool ends)
    {
        char[] chars = new char[_utf8.GetCharCount(bytes, flush: ends)];
        _ = _utf8.GetChars(bytes, chars, flush: ends);
        if (chars.Length == 0 && !ends) return;
        Emit(new TokenPart(new string(chars), _begins, ends));
        _begins = false;
    }
}
