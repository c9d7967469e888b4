using System.Text.Json;
using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.TokenModels;

/// <summary>Reads an object of tokens and their ids, streamed: it is half of the file.</summary>
internal static class VocabularyReader
{
    public static Dictionary<string, int> Read(JsonNode node)
    {
        if (!node.IsObject) throw node.WrongKind("an object of tokens and ids");
        ReadOnlySpan<byte> utf8 = node.Utf8();
        Dictionary<string, int> vocabulary = new(utf8.Length / 16, StringComparer.Ordinal);
        Utf8JsonReader reader = new(utf8);
        _ = reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string token = reader.GetString()!;
            _ = reader.Read();
            int id = -1;
            bool isInteger = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out id);
            if (!isInteger || id is < 0 or > TokenizerDiagnostics.LargestId)
            {
                throw node.Wrong(
                    TokenizerDiagnostics.IdOutOfRange,
                    $"{node.Path} gives '{token}' no id from 0 to {TokenizerDiagnostics.LargestId}.",
                    TokenizerDiagnostics.TakeAgain);
            }

            vocabulary[token] = id;
        }

        return vocabulary;
    }
}
