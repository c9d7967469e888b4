using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ModelGate.Tool.Commands;

/// <summary><c>--shard I/N</c>.</summary>
/// <param name="Index">From 0.</param>
internal sealed record ShardOption(int Index, int Count)
{
    /// <summary>Copies of the model's files that a merge renders prompts with.</summary>
    public const string TemplateFolder = "template";

    private static readonly string[] TemplateFiles =
        ["chat_template.jinja", "chat_template.json", "tokenizer_config.json", "special_tokens_map.json"];

    public static Option<ShardOption?> Create() => new("--shard")
    {
        HelpName = "I/N", Description = "Every Nth document from the Ith on; 'merge' joins the parts.", CustomParser = Parse,
    };

    /// <summary>The command's words without the shard and the output folder, which alone differ among parts.</summary>
    public static IReadOnlyList<string> Arguments(ParseResult parsed)
    {
        List<string> words = [.. parsed.Tokens.Select(token => token.Value)];
        foreach (string option in (string[])["--shard", "-o", "--output"])
        {
            int at = words.IndexOf(option);
            if (at >= 0) words.RemoveRange(at, 2);
        }

        return words;
    }

    public static void CopyTemplate(string model, string folder)
    {
        string target = Path.Combine(folder, TemplateFolder);
        Directory.CreateDirectory(target);
        foreach (string name in TemplateFiles.Where(name => File.Exists(Path.Combine(model, name))))
        {
            File.Copy(Path.Combine(model, name), Path.Combine(target, name), overwrite: true);
        }
    }

    private static ShardOption? Parse(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        int slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash > 0 && int.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
            && int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            && index >= 1 && index <= count)
        {
            return new(index - 1, count);
        }

        result.AddError($"'{text}' is no shard: write I/N, such as 2/8.");
        return null;
    }
}
