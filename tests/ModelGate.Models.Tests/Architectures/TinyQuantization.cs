using System.Text.Json.Nodes;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Architectures;

/// <summary>
/// Rounds a tiny checkpoint's linears to the nearest code and stores them as compressed-tensors does; the head stays as it is.
/// </summary>
internal static class TinyQuantization
{
    private const int GroupSize = 32;

    /// <param name="scheme"><c>int8</c>, <c>fp8</c>, <c>int4</c> (groups of 32) or <c>int8-weights</c> (one scale a row).</param>
    /// <param name="only">Part of the names of the linears that are quantized.</param>
    public static void Quantize(TinyCheckpoint checkpoint, string scheme, string only = "")
    {
        string[] names =
        [
            .. checkpoint.Tensors.Keys.Where(name =>
                name.EndsWith("_proj.weight", StringComparison.Ordinal) && name.Contains(only, StringComparison.Ordinal)),
        ];
        foreach (string name in names) Replace(checkpoint, name, scheme);
        JsonObject config = checkpoint.Config["quantization_config"] as JsonObject ?? new JsonObject
        {
            ["quant_method"] = "compressed-tensors",
            ["quantization_status"] = "compressed",
            ["format"] = "mixed-precision",
            ["ignore"] = new JsonArray("lm_head"),
            ["config_groups"] = new JsonObject(),
        };
        checkpoint.Config["quantization_config"] = config;
        var groups = (JsonObject)config["config_groups"]!;
        groups[$"group_{groups.Count}"] = Group(scheme, only.Length == 0 ? "Linear" : $"re:.*{only}");
    }

    private static JsonObject Group(string scheme, string target)
    {
        bool activations = scheme is "int8" or "fp8";
        string type = scheme == "fp8" ? "float" : "int";
        var weights = new JsonObject
        {
            ["num_bits"] = scheme == "int4" ? 4 : 8, ["type"] = type, ["strategy"] = scheme == "int4" ? "group" : "channel",
            ["symmetric"] = true, ["dynamic"] = false,
        };
        if (scheme == "int4") weights["group_size"] = GroupSize;
        var group = new JsonObject
        {
            ["targets"] = new JsonArray(target),
            ["format"] = scheme switch { "int8" => "int-quantized", "fp8" => "float-quantized", _ => "pack-quantized" },
            ["weights"] = weights,
        };
        if (activations)
        {
            group["input_activations"] = new JsonObject
            {
                ["num_bits"] = 8, ["type"] = type, ["strategy"] = "token", ["symmetric"] = true, ["dynamic"] = true,
            };
        }

        return group;
    }

    private static void Replace(TinyCheckpoint checkpoint, string name, string scheme)
    {
        checkpoint.Tensors.Remove(name, out TinyTensor? weight);
        int rows = (int)weight!.Shape[0], columns = (int)weight.Shape[1];
        string module = name[..^".weight".Length];
        int group = scheme == "int4" ? GroupSize : columns;
        float largest = scheme switch { "int4" => 7.5f, "fp8" => 448, _ => 127.5f };
        var scales = new float[rows * (columns / group)];
        var codes = new byte[rows * columns];
        for (int i = 0; i < scales.Length; i++)
        {
            float absmax = Enumerable.Range(i * group, group).Max(at => Math.Abs(Weight(weight, at)));
            scales[i] = BFloat16.Round(absmax / largest);
            for (int at = i * group; at < (i + 1) * group; at++) codes[at] = Code(Weight(weight, at) / scales[i], scheme);
        }

        checkpoint.Tensors[$"{module}.weight_scale"] = TinyTensor.BF16([rows, columns / group], scales);
        if (scheme is "int8" or "fp8")
        {
            checkpoint.Tensors[name] = new TinyTensor(scheme == "int8" ? DType.I8 : DType.F8E4M3, [rows, columns], codes);
            return;
        }

        byte[] words = scheme == "int4" ? [.. codes.Chunk(2).Select(pair => (byte)(pair[0] | (pair[1] << 4)))] : codes;
        checkpoint.Tensors[$"{module}.weight_packed"] = new TinyTensor(DType.I32, [rows, words.Length / 4 / rows], words);
        checkpoint.Tensors[$"{module}.weight_shape"] = TinyTensor.I64(rows, columns);
    }

    private static byte Code(float quotient, string scheme) => scheme switch
    {
        "fp8" => E4M3.FromSingle(quotient),
        "int8" => (byte)(sbyte)Math.Clamp(MathF.Round(quotient), -128, 127),
        "int4" => (byte)(Math.Clamp(MathF.Round(quotient), -8, 7) + 8),
        _ => (byte)(Math.Clamp(MathF.Round(quotient), -128, 127) + 128),
    };

    private static float Weight(TinyTensor tensor, int index) => BFloat16.ToSingle(BitConverter.ToUInt16(tensor.Bytes, 2 * index));
}
