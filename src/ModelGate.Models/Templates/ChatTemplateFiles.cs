using System.Text.Json;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Templates;

/// <summary>Where Hugging Face models keep their chat template and their special tokens.</summary>
internal static class ChatTemplateFiles
{
    private static readonly string[] s_tokens =
        ["bos_token", "eos_token", "unk_token", "sep_token", "pad_token", "cls_token", "mask_token"];

    public static (string Source, SourcePoint Origin, IReadOnlyDictionary<string, object?> SpecialTokens)? Read(string directory)
    {
        string configPath = Path.Combine(directory, "tokenizer_config.json");
        using JsonDocument? config = Open(configPath);
        if (Find(directory, config, configPath) is not var (source, origin)) return null;
        using JsonDocument? map = Open(Path.Combine(directory, "special_tokens_map.json"));
        Dictionary<string, object?> tokens = new(StringComparer.Ordinal);
        foreach (string name in s_tokens)
        {
            if (Token(config, name) is { } text) tokens[name] = text;
            else if (!Has(config, name) && Token(map, name) is { } mapped) tokens[name] = mapped;
        }

        return (source, origin, tokens);
    }

    private static (string Source, SourcePoint Origin)? Find(string directory, JsonDocument? config, string configPath)
    {
        string file = Path.Combine(directory, "chat_template.jinja");
        if (File.Exists(file)) return (Guard(file, File.ReadAllText), new SourcePoint(file, 1, 1));
        if (Template(config, configPath) is { } own) return (own, new SourcePoint(configPath));
        string legacy = Path.Combine(directory, "chat_template.json");
        using JsonDocument? document = Open(legacy);
        return Template(document, legacy) is { } text ? (text, new SourcePoint(legacy)) : null;
    }

    private static string? Template(JsonDocument? document, string path)
    {
        if (document is null || !document.RootElement.TryGetProperty("chat_template", out JsonElement template)) return null;
        switch (template.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.String:
                return template.GetString();
            case JsonValueKind.Array:
                foreach (JsonElement entry in template.EnumerateArray())
                {
                    if (Text(entry, "name") == "default" && Text(entry, "template") is { } text) return text;
                }

                string names = string.Join(", ", template.EnumerateArray().Select(entry => Text(entry, "name") ?? "?"));
                throw Malformed(path, $"`chat_template` lists the templates {names}, but none named `default`");
            default:
                throw Malformed(path, "`chat_template` is neither a text nor a list");
        }
    }

    private static bool Has(JsonDocument? document, string name) =>
        document is not null && document.RootElement.TryGetProperty(name, out _);

    private static string? Token(JsonDocument? document, string name)
    {
        if (document is null || !document.RootElement.TryGetProperty(name, out JsonElement token)) return null;
        return token.ValueKind == JsonValueKind.String ? token.GetString() : Text(token, "content");
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static JsonDocument? Open(string path)
    {
        if (!File.Exists(path)) return null;
        JsonDocument document = Guard(path, file => JsonDocument.Parse(File.ReadAllBytes(file)));
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        document.Dispose();
        throw Malformed(path, "The file holds no JSON object");
    }

    private static T Guard<T>(string path, Func<string, T> read)
    {
        try
        {
            return read(path);
        }
        catch (JsonException error)
        {
            SourcePoint at = new(path, (int)(error.LineNumber ?? -1) + 1, (int)(error.BytePositionInLine ?? -1) + 1);
            throw new DiagnosticException(TemplateCodes.ChatTemplateFile, at, "The file is not JSON.", "Fetch the model's files again.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Malformed(path, $"The file cannot be read: {error.Message.TrimEnd('.')}");
        }
    }

    private static DiagnosticException Malformed(string path, string problem) =>
        new(TemplateCodes.ChatTemplateFile, new SourcePoint(path), problem + ".", "Fetch the model's files again, or correct the file.");
}
