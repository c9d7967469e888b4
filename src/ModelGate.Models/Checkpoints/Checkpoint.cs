using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Checkpoints;

/// <summary>A read-only, memory-mapped model directory: tensors, configuration, quantization; identified by content.</summary>
public sealed class Checkpoint : IDisposable
{
    /// <summary>More problems than this come from one cause; the rest is counted.</summary>
    private const int ProblemsShown = 20;

    private readonly SafetensorsCollection tensors;
    private readonly Dictionary<string, LinearModule> linears;
    private readonly Lazy<IReadOnlyDictionary<string, string>> fileHashes;
    private readonly Lazy<string> contentHash;

    private Checkpoint(string directory, ModelConfig config, QuantizationConfig? quantization, SafetensorsCollection tensors)
    {
        Directory = directory;
        Config = config;
        Quantization = quantization;
        this.tensors = tensors;
        linears = DecoderModules.Linears(config).ToDictionary(module => module.Name, StringComparer.Ordinal);
        fileHashes = new(() => FileHasher.OfFiles(directory, WeightFiles));
        contentHash = new(() => FileHasher.Combine(FileHashes));
    }

    public string Directory { get; }

    public ModelConfig Config { get; }

    /// <summary>Null where the model is unquantized.</summary>
    public QuantizationConfig? Quantization { get; }

    /// <summary>Views live as long as the checkpoint.</summary>
    public IReadOnlyDictionary<string, TensorView> Tensors => tensors;

    /// <summary>Bytes of all tensors of all safetensors files, headers not counted.</summary>
    public long TensorByteCount => tensors.TensorByteCount;

    /// <summary>
    /// Lower-case SHA-256 of weights, index, configuration, tokenizer and chat template files, by name. Read once, when first asked for.
    /// </summary>
    public IReadOnlyDictionary<string, string> FileHashes => fileHashes.Value;

    /// <summary>Lower-case SHA-256 over <see cref="FileHashes"/>.</summary>
    public string ContentHash => contentHash.Value;

    private IEnumerable<string> WeightFiles =>
        tensors.Index is null ? tensors.Files.Select(file => file.Path) : [tensors.Index.Path, .. tensors.Files.Select(file => file.Path)];

    /// <summary>
    /// Opens and validates: afterwards every tensor that <see cref="Config"/> demands is there, of the right type and shape.
    /// </summary>
    /// <exception cref="DiagnosticException">QG0201 to QG0237: all that is wrong with files, headers, configuration or tensors.</exception>
    public static Checkpoint Open(string directory)
    {
        Checkpoint checkpoint = OpenUnchecked(directory);
        IReadOnlyList<Diagnostic> problems = checkpoint.Validate();
        if (problems.Count == 0) return checkpoint;

        checkpoint.Dispose();
        throw new DiagnosticException(Shorten(problems));
    }

    /// <summary>
    /// As <see cref="Open"/> without the comparison of tensors with the configuration, for those who list what <see cref="Validate"/>
    /// finds.
    /// </summary>
    public static Checkpoint OpenUnchecked(string directory)
    {
        ModelConfig config = ModelConfig.Read(directory);
        QuantizationConfig? quantization = QuantizationConfig.Read(directory);
        return new Checkpoint(directory, config, quantization, SafetensorsCollection.Open(directory));
    }

    /// <summary>All differences between tensors and configuration, from headers alone.</summary>
    public IReadOnlyList<Diagnostic> Validate() => CheckpointValidator.Validate(Config, Quantization, tensors);

    /// <summary>NaN, infinity and impossible scales in all tensors; reads the whole checkpoint.</summary>
    public IReadOnlyList<Diagnostic> ValidateValues() => ValueCheck.Validate(tensors);

    /// <summary>
    /// The linear layer <paramref name="module"/>, such as <c>model.layers.0.self_attn.q_proj</c>; a tied <c>lm_head</c> is the embedding.
    /// </summary>
    /// <exception cref="DiagnosticException">QG0222: its format is not computed here. QG0230 and up: a tensor is missing or
    /// wrong.</exception>
    /// <exception cref="ArgumentException">The architecture has no such layer.</exception>
    public LinearWeights Linear(string module)
    {
        if (module == DecoderModules.Head && Config.TieWordEmbeddings)
            return new LinearWeights.Dense(
                Config.VocabularySize, Config.HiddenSize, Bias: null, Tensors[$"{DecoderModules.Embedding}.weight"]);
        if (!linears.TryGetValue(module, out LinearModule? linear))
            throw new ArgumentException($"{Config.Architecture} has no linear layer '{module}'.", nameof(module));

        LinearFormat? numbers = Quantization?.GroupOf(linear.Name, linear.ClassName)?.Numbers;
        return new LinearReader(tensors, Config.File).Read(linear, numbers);
    }

    /// <summary>Where a tensor is stored, for diagnostics.</summary>
    public string FileOf(string tensor) => tensors.FileOf(tensor);

    public void Dispose() => tensors.Dispose();

    private static IReadOnlyList<Diagnostic> Shorten(IReadOnlyList<Diagnostic> problems)
    {
        if (problems.Count <= ProblemsShown) return problems;
        Diagnostic last = problems[ProblemsShown - 1];
        int hidden = problems.Count - ProblemsShown;
        return [.. problems.Take(ProblemsShown - 1), last with { Problem = $"{last.Problem} {hidden} more tensors are wrong." }];
    }
}
