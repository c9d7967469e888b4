using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;

namespace ModelGate.Models.Encoders;

/// <summary>
/// An encoder's tensors by the names that transformers gives them, which begin with <c>bert.</c> or <c>roberta.</c> where a head was saved
/// along. What belongs to a head or to layers left out is not looked at.
/// </summary>
internal sealed class EncoderTensors
{
    private readonly EncoderConfig config;
    private readonly SafetensorsCollection tensors;
    private readonly string prefix;

    public EncoderTensors(EncoderConfig config, SafetensorsCollection tensors)
    {
        (this.config, this.tensors) = (config, tensors);
        string family = config.Family == EncoderFamily.Bert ? "bert." : "roberta.";
        prefix = tensors.Keys.Any(name => name.StartsWith(family, StringComparison.Ordinal)) ? family : "";
    }

    /// <summary>(vocabulary × hidden).</summary>
    public TensorView Words => Get("embeddings.word_embeddings.weight");

    /// <summary>(positions × hidden).</summary>
    public TensorView Positions => Get("embeddings.position_embeddings.weight");

    /// <summary>(types × hidden).</summary>
    public TensorView Types => Get("embeddings.token_type_embeddings.weight");

    public (float[] Weight, float[] Bias) EmbeddingNorm => Norm("embeddings");

    public static string Layer(int index) => $"encoder.layer.{index}";

    /// <summary>Linears of a layer: (name below the layer, outputs, inputs).</summary>
    public static IEnumerable<(string Name, int Rows, int Columns)> Linears(EncoderConfig config) =>
    [
        ("attention.self.query", config.HiddenSize, config.HiddenSize),
        ("attention.self.key", config.HiddenSize, config.HiddenSize),
        ("attention.self.value", config.HiddenSize, config.HiddenSize),
        ("attention.output.dense", config.HiddenSize, config.HiddenSize),
        ("intermediate.dense", config.IntermediateSize, config.HiddenSize),
        ("output.dense", config.HiddenSize, config.IntermediateSize),
    ];

    public TensorView Get(string name) => tensors[prefix + name];

    /// <summary>Weight and bias of a layer norm; checkpoints converted from TensorFlow call them gamma and beta.</summary>
    public (float[] Weight, float[] Bias) Norm(string module) =>
        (tensors[NormName(module, "weight", "gamma")].ToSingles(), tensors[NormName(module, "bias", "beta")].ToSingles());

    /// <summary>What is missing or of another shape or type, among the first <paramref name="layers"/> layers; reads no weights.</summary>
    public IReadOnlyList<Diagnostic> Check(int layers)
    {
        var problems = new List<Diagnostic>();
        var check = new TensorCheck(tensors, config.File);
        Expect("embeddings.word_embeddings.weight", config.VocabularySize, config.HiddenSize);
        Expect("embeddings.position_embeddings.weight", config.PositionCount, config.HiddenSize);
        Expect("embeddings.token_type_embeddings.weight", config.TypeCount, config.HiddenSize);
        ExpectNorm("embeddings");
        for (int layer = 0; layer < layers; layer++)
        {
            foreach ((string name, int rows, int columns) in Linears(config))
            {
                Expect($"{Layer(layer)}.{name}.weight", rows, columns);
                Expect($"{Layer(layer)}.{name}.bias", rows);
            }

            ExpectNorm($"{Layer(layer)}.attention.output");
            ExpectNorm($"{Layer(layer)}.output");
        }

        return problems;

        void Expect(string name, params long[] shape) => check.Check(ExpectedTensor.Plain(prefix + name, shape), problems);

        void ExpectNorm(string module)
        {
            check.Check(ExpectedTensor.Plain(NormName(module, "weight", "gamma"), [config.HiddenSize]), problems);
            check.Check(ExpectedTensor.Plain(NormName(module, "bias", "beta"), [config.HiddenSize]), problems);
        }
    }

    private string NormName(string module, string name, string older)
    {
        string norm = $"{prefix}{module}.LayerNorm.";
        return tensors.ContainsKey(norm + older) && !tensors.ContainsKey(norm + name) ? norm + older : norm + name;
    }
}
