using System.Buffers.Binary;
using System.Security.Cryptography;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Tokenizers;

namespace ModelGate.Quantization.Calibration;

/// <summary>The token ids that calibrate a model, cut into windows of one length.</summary>
internal sealed record CalibrationWindows(IReadOnlyList<int[]> Windows, CalibrationReport Report)
{
    /// <param name="directory">The model's, for its tokenizer and chat template.</param>
    /// <param name="vocabularySize">Width of the model's embedding table.</param>
    /// <param name="contextLength">The longest window that the model computes.</param>
    /// <exception cref="DiagnosticException">
    /// QG03xx: tokenizer or template. QG0540 to QG0545: rows, too little text, too long windows.
    /// </exception>
    public static CalibrationWindows Build(CalibrationSettings settings, string directory, int vocabularySize, int contextLength)
    {
        if (settings.Length < 1 || settings.Length > contextLength || settings.Samples < 1)
        {
            throw new DiagnosticException(
                QuantizationCodes.WindowLengthWrong, new SourcePoint(directory),
                $"Calibration asks for {settings.Samples} windows of {settings.Length} tokens, and the model's context is {contextLength}.",
                $"Ask for at least one window of 1 to {contextLength} tokens.");
        }

        Tokenizer tokenizer = Tokenizer.Load(directory);
        return settings.Source switch
        {
            CalibrationSource.RandomTokens random => Cut(
                settings, RandomTokens.Draw(tokenizer, vocabularySize, (long)settings.Samples * settings.Length, random.Seed),
                $"random-tokens, seed {random.Seed}", 0, []),
            CalibrationSource.TextFile file => FromFile(settings, file.Path, tokenizer, directory),
            _ => throw new NotSupportedException($"No reader for {settings.Source}."),
        };
    }

    private static CalibrationWindows FromFile(CalibrationSettings settings, string path, Tokenizer tokenizer, string directory)
    {
        IReadOnlyList<CalibrationRow> rows = CalibrationRow.ReadFile(path, directory, tokenizer);
        List<string> excluded = [];
        List<int> tokens = [];
        long wanted = (long)settings.Samples * settings.Length;
        foreach (CalibrationRow row in rows)
        {
            if (row.Hash is var hash && settings.ExcludedRows.Contains(hash))
            {
                excluded.Add(hash);
                continue;
            }

            if (tokens.Count >= wanted) continue;
            int[] ids = tokenizer.Encode(row.Text, addSpecialTokens: false);
            if (tokenizer.BosId is { } first && (ids.Length == 0 || ids[0] != first)) tokens.Add(first);
            tokens.AddRange(ids);
        }

        if (tokens.Count < settings.Length)
        {
            throw new DiagnosticException(
                QuantizationCodes.CalibrationTooShort, new SourcePoint(path),
                $"The calibration text has {tokens.Count} tokens, less than one window of {settings.Length}.",
                "Give more text, or a shorter window length.");
        }

        return Cut(settings, tokens, Path.GetFileName(path), rows.Count, excluded);
    }

    private static CalibrationWindows Cut(
        CalibrationSettings settings, List<int> tokens, string source, int rows, IReadOnlyList<string> excluded)
    {
        int count = Math.Min(tokens.Count / settings.Length, settings.Samples);
        int[][] windows = [.. Enumerable.Range(0, count).Select(i => tokens.GetRange(i * settings.Length, settings.Length).ToArray())];
        var report = new CalibrationReport(source, Hash(windows), rows, excluded, count, settings.Samples, settings.Length);
        return new CalibrationWindows(windows, report);
    }

    private static string Hash(int[][] windows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> word = stackalloc byte[sizeof(int)];
        foreach (int[] window in windows)
        {
            BinaryPrimitives.WriteInt32LittleEndian(word, window.Length);
            hash.AppendData(word);
            foreach (int token in window)
            {
                BinaryPrimitives.WriteInt32LittleEndian(word, token);
                hash.AppendData(word);
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
