using System.Text.Json;

namespace ModelGate.Testing;

/// <summary>The two encoders of tests/encoders and what an independent implementation computes with them; make.py says how.</summary>
public static class TinyEncoders
{
    private static readonly Lazy<ExpectedEncodings> Lazily = new(static () => JsonSerializer.Deserialize<ExpectedEncodings>(
        File.ReadAllBytes(Path.Combine(Folder, "expected.json")), JsonSerializerOptions.Web)!);

    public static ExpectedEncodings Expected => Lazily.Value;

    public static string Bert => Path.Combine(Folder, "bert");

    public static string Roberta => Path.Combine(Folder, "roberta");

    private static string Folder => Path.Combine(Repository.Root, "tests", "encoders");

    public static string DirectoryOf(string name) => Path.Combine(Folder, name);

    /// <summary>A copy whose files a test may change.</summary>
    public static void Copy(string name, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string file in Directory.GetFiles(DirectoryOf(name))) File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}

/// <param name="Pairs">Index of the candidate's and of the reference's text.</param>
public sealed record ExpectedEncodings(string[] Texts, int[][] Pairs, ExpectedEncoder[] Encoders);

/// <param name="Layer">Whose states BERTScore compares.</param>
/// <param name="Ids">Of each text, prepared as BERTScore does.</param>
public sealed record ExpectedEncoder(
    string Name, int Layer, int[][] Ids, ExpectedStates[] States, ExpectedScores BertScore, ExpectedCosines Cosine);

/// <param name="Layers">(layers × tokens × hidden).</param>
public sealed record ExpectedStates(int[] Ids, double Tolerance, double[][][] Layers);

/// <param name="Values">Precision, recall and F of each pair.</param>
public sealed record ExpectedScores(double Tolerance, double[][] Values);

public sealed record ExpectedCosines(double Tolerance, double[] Values);
