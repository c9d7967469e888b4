using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers.AddedTokens;
using ModelGate.Models.Tokenizers.Decoders;
using ModelGate.Models.Tokenizers.Json;
using ModelGate.Models.Tokenizers.Normalizers;
using ModelGate.Models.Tokenizers.PostProcessors;
using ModelGate.Models.Tokenizers.PreTokenizers;
using ModelGate.Models.Tokenizers.TokenModels;

namespace ModelGate.Models.Tokenizers;

/// <summary>Reads the files of a tokenizer.</summary>
internal static class TokenizerReader
{
    public static Tokenizer Load(string directory)
    {
        string file = Path.Combine(directory, "tokenizer.json");
        if (!File.Exists(file))
        {
            throw new DiagnosticException(
                TokenizerDiagnostics.Unreadable,
                new SourcePoint(file),
                "The file does not exist.",
                "Point to a model directory that holds a tokenizer.json of Hugging Face's tokenizers library.");
        }

        return Parse(
            file,
            ReadFile(file),
            ReadFile(Path.Combine(directory, "tokenizer_config.json")),
            ReadFile(Path.Combine(directory, "special_tokens_map.json")));
    }

    /// <param name="tokenizerConfig">Empty where the file is absent.</param>
    /// <param name="specialTokensMap">Empty where the file is absent.</param>
    public static Tokenizer Parse(
        string file, ReadOnlyMemory<byte> tokenizerJson, ReadOnlyMemory<byte> tokenizerConfig, ReadOnlyMemory<byte> specialTokensMap)
    {
        string directory = Path.GetDirectoryName(file) ?? "";
        TokenizerConfig config = tokenizerConfig.IsEmpty
            ? TokenizerConfig.Empty
            : WithJson(Path.Combine(directory, "tokenizer_config.json"), tokenizerConfig, TokenizerConfig.ReadMain);
        if (!specialTokensMap.IsEmpty)
        {
            config = config.Or(WithJson(Path.Combine(directory, "special_tokens_map.json"), specialTokensMap, TokenizerConfig.ReadMap));
        }

        return WithJson(file, tokenizerJson, root => new Tokenizer(ReadParts(root, config)));
    }

    private static TokenizerParts ReadParts(JsonNode root, TokenizerConfig config)
    {
        Normalizer? normalizer = root.Find("normalizer") is { } normalizerNode ? Normalizer.Read(normalizerNode) : null;
        PreTokenizer? preTokenizer = root.Find("pre_tokenizer") is { } preTokenizerNode ? PreTokenizer.Read(preTokenizerNode) : null;
        TokenModel model = TokenModel.Read(root.Require("model"));
        Dictionary<string, AddedToken> added = [];
        foreach (JsonNode node in root.Find("added_tokens")?.Items() ?? []) Add(AddedToken.Read(node), model, added, node);

        // The transformers library adds these again, so that their flags win.
        foreach (AddedToken token in config.AddedTokens)
        {
            added[token.Content] = token with { Id = added.GetValueOrDefault(token.Content, token).Id };
        }

        int? bosId = IdOf(config.Bos, model, added);
        int? eosId = IdOf(config.Eos, model, added);
        JsonNode? postProcessor = root.Find("post_processor");
        bool addsTokensItself = postProcessor is null && config.AddsTokensItself;
        return new TokenizerParts(
            root.File,
            normalizer,
            preTokenizer,
            model,
            addsTokensItself ? AddingTokens(config, bosId, eosId) : PostProcessor.Read(postProcessor),
            TokenDecoder.Read(root.Find("decoder")),
            [.. added.Values],
            bosId,
            eosId);
    }

    private static PostProcessor AddingTokens(TokenizerConfig config, int? bosId, int? eosId) => new(
        config.AddBos != false && bosId is { } bos ? [bos] : [], config.AddEos == true && eosId is { } eos ? [eos] : []);

    private static void Add(AddedToken token, TokenModel model, Dictionary<string, AddedToken> added, JsonNode node)
    {
        if (model.Vocabulary.TryGetValue(token.Content, out int id) && id != token.Id)
        {
            throw node.Wrong(
                TokenizerDiagnostics.IdOutOfRange,
                $"{node.Path} gives '{token.Content}' the id {token.Id}, and the vocabulary gives it {id}.",
                TokenizerDiagnostics.TakeAgain);
        }

        added[token.Content] = token;
    }

    /// <summary>The id of a named token, which becomes a special added token if it was none, as in the transformers library.</summary>
    private static int? IdOf(NamedToken? named, TokenModel model, Dictionary<string, AddedToken> added)
    {
        if (named is null) return null;
        if (added.TryGetValue(named.Content, out AddedToken? token)) return token.Id;
        if (!model.Vocabulary.TryGetValue(named.Content, out int id))
        {
            throw new DiagnosticException(
                TokenizerDiagnostics.UnknownToken,
                new SourcePoint(named.File),
                $"{named.Path} is '{named.Content}', which is not in the vocabulary.",
                "Name a token of tokenizer.json, or set it to null.");
        }

        added[named.Content] = new AddedToken(id, named.Content, Special: true);
        return id;
    }

    private static T WithJson<T>(string file, ReadOnlyMemory<byte> utf8, Func<JsonNode, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            return read(new JsonNode(document.RootElement, file, "$"));
        }
        catch (JsonException e)
        {
            throw new DiagnosticException(
                TokenizerDiagnostics.Malformed,
                new SourcePoint(file, (int)(e.LineNumber ?? -1) + 1, (int)(e.BytePositionInLine ?? -1) + 1),
                "The file is not JSON here.",
                TokenizerDiagnostics.TakeAgain);
        }
        catch (InvalidOperationException e) when (e.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true)
        {
            // Strings are checked when they are read: half a surrogate pair, or bytes that are no UTF-8.
            throw new DiagnosticException(
                TokenizerDiagnostics.Malformed,
                new SourcePoint(file),
                $"The file holds a string that is no text: {e.Message}",
                TokenizerDiagnostics.TakeAgain);
        }
    }

    private static ReadOnlyMemory<byte> ReadFile(string file)
    {
        if (!File.Exists(file)) return default;
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                TokenizerDiagnostics.Unreadable, new SourcePoint(file), $"The file cannot be read: {e.Message}", "Make it readable.");
        }
    }
}
