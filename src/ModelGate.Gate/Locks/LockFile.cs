using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Locks;

/// <summary>
/// <c>quantgate.lock</c>, beside the policies of a folder: which revision of every model and data set of the Hub was fetched, and hashes of
/// what came, so that a moved revision never moves a verdict.
/// </summary>
public sealed record LockFile
{
    public const string FileName = "quantgate.lock";

    private const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>By reference as policies write it, such as <c>hf:OWNER/NAME</c>.</summary>
    public SortedDictionary<string, LockedModel> Models { get; init; } = new(StringComparer.Ordinal);

    /// <summary>By data set, such as <c>openai/gsm8k</c>.</summary>
    public SortedDictionary<string, LockedDataset> Datasets { get; init; } = new(StringComparer.Ordinal);

    /// <returns>Null where the folder has none.</returns>
    /// <exception cref="DiagnosticException">QG0117: it is not what <c>fetch</c> writes.</exception>
    public static LockFile? Beside(string folder)
    {
        string file = Path.Combine(folder, FileName);
        return File.Exists(file) ? Parse(File.ReadAllText(file), file) : null;
    }

    /// <param name="file">The name that positions carry.</param>
    /// <inheritdoc cref="Beside"/>
    public static LockFile Parse(string text, string file)
    {
        try
        {
            LockFile read = JsonSerializer.Deserialize(text, LockJsonContext.Default.LockFile)
                ?? throw new JsonException("The file is empty.");
            return read.Version == CurrentVersion ? read : throw Unreadable(new(file), $"It has version {read.Version}.");
        }
        catch (JsonException error)
        {
            throw Unreadable(new(file, (int)(error.LineNumber ?? -1) + 1, (int)(error.BytePositionInLine ?? -1) + 1), "It is damaged.");
        }
    }

    public void Write(string folder)
    {
        JsonSerializerOptions options = new(LockJsonContext.Default.Options)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n",
        };
        WorkFolder.Write(
            Path.Combine(folder, FileName), JsonSerializer.Serialize(this, new LockJsonContext(options).LockFile) + "\n");
    }

    private static DiagnosticException Unreadable(SourcePoint at, string problem) =>
        new("QG0117", at, $"The lock file cannot be used: {problem}", "Run 'quantgate fetch' again and commit what it writes.");
}

/// <param name="Commit">40 hex digits.</param>
/// <param name="Sha256">Content hash of weights, configuration and tokenizer.</param>
public sealed record LockedModel(string Commit, string Sha256);

/// <param name="Revision">The commit that the rows came from.</param>
/// <param name="Splits">By <c>CONFIGURATION/SPLIT</c>, or <c>files/SPLIT</c> for files of the repository.</param>
public sealed record LockedDataset(string Revision, SortedDictionary<string, LockedSplit> Splits);

/// <param name="Sha256">Over the rows' content, whatever file they lie in.</param>
public sealed record LockedSplit(int Rows, string Sha256);

[JsonSourceGenerationOptions(
    WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LockFile))]
internal sealed partial class LockJsonContext : JsonSerializerContext;
