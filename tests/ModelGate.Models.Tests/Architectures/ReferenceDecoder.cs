using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;

namespace ModelGate.Models.Tests.Architectures;

/// <summary>
/// A decoder of the Llama family as its definition reads, in double, without cache, batch or tricks. Only for tiny models.
/// </summary>
internal sealed class ReferenceDecoder(Checkpoint checkpoint)
{
    private readonly ModelConfig config = checkpoint.Config;

    /// <summary>Logits after each token.</summary>
    public double[][] Logits(int[] tokens)
    {
        TensorView embedding = checkpoint.Tensors["model.embed_tokens.weight"];
        double[][] hidden = [.. tokens.Select(token => Row(embedding, token))];
        for (int i = 0; i < config.LayerCount; i++)
        {
            string layer = $"model.layers.{i}";
            double[][] normed = Norm(hidden, $"{layer}.input_layernorm");
            hidden = Add(hidden, Linear(Attention(normed, $"{layer}.self_attn"), $"{layer}.self_attn.o_proj"));
            normed = Norm(hidden, $"{layer}.post_attention_layernorm");
            double[][] gate = Linear(normed, $"{layer}.mlp.gate_proj");
            double[][] up = Linear(normed, $"{layer}.mlp.up_proj");
            double[][] activated = [.. gate.Zip(up, (g, u) => g.Zip(u, (a, b) => a / (1 + Math.Exp(-a)) * b).ToArray())];
            hidden = Add(hidden, Linear(activated, $"{layer}.mlp.down_proj"));
        }

        return Linear(Norm(hidden, "model.norm"), "lm_head");
    }

    private double[][] Attention(double[][] x, string name)
    {
        double[][] q = Linear(x, $"{name}.q_proj"), k = Linear(x, $"{name}.k_proj"), v = Linear(x, $"{name}.v_proj");
        int dim = config.HeadDim;
        double[][] result = [.. x.Select(_ => new double[config.HeadCount * dim])];
        for (int head = 0; head < config.HeadCount; head++)
        {
            int shared = head / (config.HeadCount / config.KeyValueHeadCount);
            double[][] queries = Heads(q, head, $"{name}.q_norm"), keys = Heads(k, shared, $"{name}.k_norm");
            for (int t = 0; t < x.Length; t++)
            {
                double[] scores = [.. Enumerable.Range(0, t + 1).Select(s => Math.Exp(Dot(queries[t], keys[s]) / Math.Sqrt(dim)))];
                double sum = scores.Sum();
                for (int d = 0; d < dim; d++)
                {
                    for (int s = 0; s <= t; s++) result[t][(head * dim) + d] += scores[s] / sum * v[s][(shared * dim) + d];
                }
            }
        }

        return result;
    }

    /// <summary>One head of each position: its norm where the architecture has one, then its rotation.</summary>
    private double[][] Heads(double[][] rows, int head, string norm)
    {
        int dim = config.HeadDim;
        double[][] heads = [.. rows.Select(row => row[(head * dim)..((head + 1) * dim)])];
        if (config.Architecture == ModelArchitecture.Qwen3) heads = Norm(heads, norm);
        for (int position = 0; position < heads.Length; position++)
        {
            for (int i = 0; i < dim / 2; i++)
            {
                double angle = position * Frequency(i);
                double a = heads[position][i], b = heads[position][i + (dim / 2)];
                heads[position][i] = (a * Math.Cos(angle)) - (b * Math.Sin(angle));
                heads[position][i + (dim / 2)] = (b * Math.Cos(angle)) + (a * Math.Sin(angle));
            }
        }

        return heads;
    }

    /// <summary>transformers, <c>modeling_rope_utils.py</c>.</summary>
    private double Frequency(int i)
    {
        double frequency = 1 / Math.Pow(config.RopeTheta, 2.0 * i / config.HeadDim);
        if (config.RopeScaling is not RopeScaling.Llama3 scaling) return frequency;
        double wavelength = 2 * Math.PI / frequency;
        double low = scaling.OriginalMaxPositions / scaling.LowFrequencyFactor;
        double high = scaling.OriginalMaxPositions / scaling.HighFrequencyFactor;
        if (wavelength > low) return frequency / scaling.Factor;
        if (wavelength < high) return frequency;
        double smooth = ((scaling.OriginalMaxPositions / wavelength) - scaling.LowFrequencyFactor)
            / (scaling.HighFrequencyFactor - scaling.LowFrequencyFactor);
        return ((1 - smooth) * frequency / scaling.Factor) + (smooth * frequency);
    }

    private double[][] Norm(double[][] x, string name)
    {
        double[] weight = Values(checkpoint.Tensors[$"{name}.weight"]);
        return [.. x.Select(row =>
        {
            double scale = 1 / Math.Sqrt((row.Sum(value => value * value) / row.Length) + config.RmsNormEpsilon);
            return row.Zip(weight, (value, w) => value * scale * w).ToArray();
        })];
    }

    private double[][] Linear(double[][] x, string module)
    {
        LinearWeights weights = checkpoint.Linear(module);
        double[][] matrix = Dequantized(weights);
        double[]? bias = weights.Bias is { } view ? Values(view) : null;
        double largest = weights switch { LinearWeights.Int8 => 127, LinearWeights.Fp8 => 448, _ => 0 };
        return [.. x.Select(row =>
        {
            double[] input = largest == 0 ? row : QuantizedToken(row, largest);
            return matrix.Select((w, n) => Dot(w, input) + (bias?[n] ?? 0)).ToArray();
        })];
    }

    private static double[][] Dequantized(LinearWeights weights) => weights switch
    {
        LinearWeights.Dense dense => Rows(weights, (n, k) => Value(dense.Weight, n, k)),
        LinearWeights.Int8 int8 => Rows(weights, (n, k) => (sbyte)Byte(int8.Codes, n, k) * Value(int8.Scale, n, 0)),
        LinearWeights.Fp8 fp8 => Rows(weights, (n, k) => E4M3.ToSingle(Byte(fp8.Codes, n, k)) * Value(fp8.Scale, n, 0)),
        LinearWeights.Int4 int4 => Rows(weights, (n, k) =>
            (((Byte(int4.Words, n, k / 8, (k % 8) / 2) >> (4 * (k % 2))) & 15) - 8) * Value(int4.Scale, n, k / int4.GroupSize)),
        LinearWeights.Int8WeightOnly int8 => Rows(weights, (n, k) =>
            (Byte(int8.Words, n, k / 4, k % 4) - 128) * Value(int8.Scale, n, k / int8.GroupSize)),
        _ => throw new NotSupportedException(),
    };

    private static double[][] Rows(LinearWeights weights, Func<int, int, double> at) =>
        [.. Enumerable.Range(0, weights.Rows).Select(n => Enumerable.Range(0, weights.Columns).Select(k => at(n, k)).ToArray())];

    private static double[] QuantizedToken(double[] row, double largest)
    {
        float scale = (float)(Math.Max(row.Max(Math.Abs), 1e-5) / largest);
        return [.. row.Select(value => largest == 127
            ? Math.Round(value / scale) * scale
            : (double)E4M3.ToSingle(E4M3.FromSingle((float)(value / scale))) * scale)];
    }

    private static unsafe byte Byte(TensorView tensor, int row, int column, int part = 0) =>
        tensor.Data[(((row * tensor.Shape[1]) + column) * tensor.Type.SizeInBytes) + part];

    private static double Value(TensorView tensor, int row, int column)
    {
        float value = 0;
        tensor.CopySingles((row * tensor.Shape[1]) + column, new Span<float>(ref value));
        return value;
    }

    private static double[] Row(TensorView tensor, int row)
    {
        var values = new float[tensor.Shape[1]];
        tensor.CopySingles((long)row * values.Length, values);
        return Array.ConvertAll(values, value => (double)value);
    }

    private static double[] Values(TensorView tensor) => Array.ConvertAll(tensor.ToSingles(), value => (double)value);

    private static double[][] Add(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (s, t) => s + t).ToArray())];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
