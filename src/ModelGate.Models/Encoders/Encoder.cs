using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Models.Tokenizers;
using ModelGate.Numerics;

namespace ModelGate.Models.Encoders;

/// <summary>
/// A BERT or RoBERTa model that gives a vector for each token of a text, up to a chosen layer, in FP32. The results' bits depend neither on
/// the texts beside a text nor on the number of threads.
/// </summary>
/// <remarks>Not thread-safe: one call at a time.</remarks>
public sealed class Encoder : IDisposable
{
    /// <summary>Tokens computed together: enough to use each weight often, few enough for the activations to stay small.</summary>
    private const int BatchTokens = 2048;

    private readonly WorkerPool pool;
    private readonly SafetensorsCollection collection;
    private readonly EncoderTensors tensors;
    private readonly List<EncoderLayer> layers = [];

    private Encoder(EncoderConfig config, Tokenizer tokenizer, SafetensorsCollection collection, int layerCount, int threads)
    {
        (Config, Tokenizer, this.collection) = (config, tokenizer, collection);
        tensors = new EncoderTensors(config, collection);
        pool = new WorkerPool(threads);
        for (int layer = 0; layer < layerCount; layer++) layers.Add(new EncoderLayer(tensors, layer, pool));
    }

    public EncoderConfig Config { get; }

    public Tokenizer Tokenizer { get; }

    /// <summary>Layers computed; those behind are not loaded.</summary>
    public int LayerCount => layers.Count;

    /// <param name="directory">A model directory with config.json, safetensors and tokenizer.json.</param>
    /// <param name="layerCount">From 1; the states are those that this layer gives. Null is all.</param>
    /// <param name="threads">At least 1.</param>
    /// <exception cref="DiagnosticException">What is wrong with the directory.</exception>
    public static Encoder Open(string directory, int? layerCount, int threads)
    {
        (EncoderConfig config, Tokenizer tokenizer, SafetensorsCollection collection) = OpenFiles(directory, layerCount);
        return new Encoder(config, tokenizer, collection, layerCount ?? config.LayerCount, threads);
    }

    /// <summary>As <see cref="Open"/>, without loading weights.</summary>
    /// <exception cref="DiagnosticException">What is wrong with the directory.</exception>
    public static EncoderConfig Check(string directory, int? layerCount)
    {
        (EncoderConfig config, _, SafetensorsCollection collection) = OpenFiles(directory, layerCount);
        collection.Dispose();
        return config;
    }

    /// <summary>Lower-case SHA-256 over weights, configuration and tokenizer, as a checkpoint's.</summary>
    /// <exception cref="DiagnosticException">QG0201 to QG0208: the weights cannot be read.</exception>
    public static string ContentHashOf(string directory)
    {
        using SafetensorsCollection collection = SafetensorsCollection.Open(directory);
        IEnumerable<string> files = collection.Files.Select(file => file.Path);
        return FileHasher.Combine(FileHasher.OfFiles(
            directory, collection.Index is { } index ? files.Prepend(index.Path) : files));
    }

    /// <summary>The token vectors of each text.</summary>
    /// <param name="sequences">Token ids, special ones included: 1 to <see cref="EncoderConfig.MaxTokens"/> of each text.</param>
    /// <returns>(tokens × hidden) of each text.</returns>
    /// <exception cref="DiagnosticException">QG0234: a value is not finite, which a weight of the model must be at fault for.</exception>
    public float[][] Encode(IReadOnlyList<int[]> sequences, CancellationToken cancel = default)
    {
        foreach (int[] ids in sequences)
        {
            if (ids.Length == 0 || ids.Length > Config.MaxTokens || ids.Any(id => (uint)id >= (uint)Config.VocabularySize))
            {
                throw new ArgumentException(
                    $"A text has no token, more than {Config.MaxTokens}, or one outside the vocabulary.", nameof(sequences));
            }
        }

        var states = new float[sequences.Count][];
        for (int first = 0; first < sequences.Count;)
        {
            int end = first + 1, rows = sequences[first].Length;
            while (end < sequences.Count && rows + sequences[end].Length <= BatchTokens) rows += sequences[end++].Length;
            EncodeBatch([.. sequences.Skip(first).Take(end - first)], states.AsSpan(first, end - first), cancel);
            first = end;
        }

        return states;
    }

    public void Dispose()
    {
        foreach (EncoderLayer layer in layers) layer.Dispose();
        pool.Dispose();
        collection.Dispose();
    }

    private void EncodeBatch(IReadOnlyList<int[]> sequences, Span<float[]> states, CancellationToken cancel)
    {
        using var pass = new EncoderPass(Config, sequences.Select(ids => ids.Length), pool);
        pass.Embed(tensors, sequences);
        foreach (EncoderLayer layer in layers)
        {
            cancel.ThrowIfCancellationRequested();
            pass.Run(layer);
        }

        for (int i = 0; i < states.Length; i++)
        {
            states[i] = pass.StatesOf(i);
            if (!states[i].All(float.IsFinite))
            {
                throw new DiagnosticException(
                    CheckpointCodes.ValueNotFinite, new SourcePoint(collection.Directory), "The encoder gives values that are not finite.",
                    "Download the encoder again, or name another.");
            }
        }
    }

    private static (EncoderConfig Config, Tokenizer Tokenizer, SafetensorsCollection Tensors) OpenFiles(string directory, int? layerCount)
    {
        EncoderConfig config = EncoderConfig.Read(directory);
        Tokenizer tokenizer = Tokenizer.Load(directory);
        SafetensorsCollection collection = SafetensorsCollection.Open(directory);
        try
        {
            List<Diagnostic> problems = [];
            if (layerCount is { } wanted && (wanted < 1 || wanted > config.LayerCount))
            {
                problems.Add(new Diagnostic(
                    CheckpointCodes.ConfigValue, new SourcePoint(config.File),
                    $"Layer {wanted} is asked for; the encoder has layers 1 to {config.LayerCount}.", "Choose one of these."));
            }
            else problems.AddRange(new EncoderTensors(config, collection).Check(layerCount ?? config.LayerCount));

            if (tokenizer.VocabularySize > config.VocabularySize)
            {
                problems.Add(new Diagnostic(
                    CheckpointCodes.ConfigValue, new SourcePoint(config.File),
                    $"'vocab_size' is {config.VocabularySize}; tokenizer.json has {tokenizer.VocabularySize} tokens.",
                    "Use the tokenizer that belongs to the model."));
            }

            return problems.Count == 0 ? (config, tokenizer, collection) : throw new DiagnosticException(problems);
        }
        catch
        {
            collection.Dispose();
            throw;
        }
    }
}
