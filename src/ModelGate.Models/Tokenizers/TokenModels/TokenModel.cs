using ModelGate.Models.Tokenizers.Json;

namespace ModelGate.Models.Tokenizers.TokenModels;

/// <summary>Turns a piece of text into the ids of its vocabulary. The kinds are one file each.</summary>
internal abstract class TokenModel
{
    private protected TokenModel(IReadOnlyDictionary<string, int> vocabulary) => Vocabulary = vocabulary;

    /// <summary>Token to id, without added tokens.</summary>
    public IReadOnlyDictionary<string, int> Vocabulary { get; }

    /// <summary>Appends the ids of one piece. Safe to call from several threads.</summary>
    public abstract void Tokenize(ReadOnlySpan<char> piece, List<int> ids);

    /// <param name="model">The <c>model</c> member of a tokenizer.json.</param>
    public static TokenModel Read(JsonNode model)
    {
        return model.Find("type")?.Text() switch
        {
            // Files older than the type member hold BPE where they hold merges, WordPiece where they limit the length of words.
            "BPE" => BpeModel.Read(model),
            null when model.Find("merges") is not null => BpeModel.Read(model),
            "WordPiece" => WordPieceModel.Read(model),
            null when model.Find("max_input_chars_per_word") is not null => WordPieceModel.Read(model),
            null => throw model.Wrong(
                TokenizerDiagnostics.WrongShape, $"{model.Path} has neither type nor merges.", TokenizerDiagnostics.TakeAgain),
            string other => throw model.UnknownType("model", other, "BPE and WordPiece"),
        };
    }
}
