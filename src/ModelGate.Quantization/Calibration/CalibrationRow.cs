using System.Text.Json;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Templates;
using ModelGate.Models.Tokenizers;

namespace ModelGate.Quantization.Calibration;

/// <summary>One text to calibrate with, without BOS.</summary>
public sealed record CalibrationRow(string Text)
{
    /// <summary><see cref="RowHash"/> of the text.</summary>
    public string Hash => RowHash.Of(Text);

    /// <summary>Reads a file of rows with a model's tokenizer and chat template.</summary>
    /// <param name="modelDirectory">Of the model to be calibrated.</param>
    /// <exception cref="DiagnosticException">
    /// QG03xx: tokenizer or template. QG0540, QG0541, QG0543; all wrong lines, at most twenty.
    /// </exception>
    public static IReadOnlyList<CalibrationRow> ReadFile(string path, string modelDirectory) =>
        ReadFile(path, modelDirectory, Tokenizer.Load(modelDirectory));

    internal static IReadOnlyList<CalibrationRow> ReadFile(string path, string modelDirectory, Tokenizer tokenizer) => ReadFile(
        path, ChatTemplate.Load(modelDirectory, PinnedDate.Clock), tokenizer.BosId is { } bos ? tokenizer.TokenOf(bos) : null);

    /// <summary>Reads a file of rows; see <see cref="CalibrationSource.TextFile"/>.</summary>
    /// <param name="chat">Renders rows of instruction and answer; null where the model has no chat template.</param>
    /// <param name="bosText">The BOS token as text, taken off where the template writes it; null where the model has none.</param>
    /// <exception cref="DiagnosticException">QG0540, QG0541, QG0543; all wrong lines, at most twenty.</exception>
    internal static IReadOnlyList<CalibrationRow> ReadFile(string path, ChatTemplate? chat, string? bosText)
    {
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new DiagnosticException(
                QuantizationCodes.CalibrationMissing, new SourcePoint(path), $"The calibration file cannot be read: {failed.Message}",
                "Name an existing file.");
        }

        if (Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase)) return [new CalibrationRow(text)];

        List<CalibrationRow> rows = [];
        List<Diagnostic> problems = [];
        int line = 0;
        foreach (string json in text.Split('\n'))
        {
            line++;
            if (string.IsNullOrWhiteSpace(json)) continue;
            try
            {
                rows.Add(new CalibrationRow(ReadLine(json, chat, bosText, new SourcePoint(path, line, 1))));
            }
            catch (JsonException wrong)
            {
                problems.Add(new Diagnostic(
                    QuantizationCodes.CalibrationRowWrong, new SourcePoint(path, line, (int)(wrong.BytePositionInLine ?? 0) + 1),
                    "The line is not valid JSON.", "Write one JSON object a line, or name a .txt file."));
            }
            catch (DiagnosticException wrong)
            {
                problems.AddRange(wrong.Diagnostics);
            }
        }

        return problems.Count == 0 ? rows : throw new DiagnosticException([.. problems.Take(20)]);
    }

    private static string ReadLine(string json, ChatTemplate? chat, string? bosText, SourcePoint at)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement row = document.RootElement;
        if (Field(row, "text") is { } plain) return plain;
        if (Field(row, "instruction") is not { } instruction || Field(row, "output") is not { } output)
        {
            throw new DiagnosticException(
                QuantizationCodes.CalibrationRowWrong, at, "The row has neither 'text' nor 'instruction' and 'output'.",
                "Use plain rows {\"text\": …} or OpenPlatypus's fields instruction, input, output.");
        }

        if (chat is null)
        {
            throw new DiagnosticException(
                QuantizationCodes.ChatTemplateMissing, at, "The row is an instruction with its answer, but the model has no chat template.",
                "Calibrate with plain texts {\"text\": …}.");
        }

        string input = Field(row, "input") ?? "";
        string rendered = Render(chat, input.Length == 0 ? instruction : $"{instruction}\n\n{input}", output, at);
        return bosText is { Length: > 0 } && rendered.StartsWith(bosText, StringComparison.Ordinal) ? rendered[bosText.Length..] : rendered;
    }

    private static string Render(ChatTemplate chat, string instruction, string output, SourcePoint at)
    {
        try
        {
            return chat.Render([new ChatMessage("user", instruction), new ChatMessage("assistant", output)], addGenerationPrompt: false);
        }
        catch (TemplateRaisedException refused)
        {
            throw new DiagnosticException(
                QuantizationCodes.CalibrationRowWrong, at, $"The chat template refuses the row: {refused.Message}",
                "Correct the row, or calibrate with plain texts.");
        }
    }

    private static string? Field(JsonElement row, string name) =>
        row.ValueKind == JsonValueKind.Object && row.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
