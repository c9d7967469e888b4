using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Quantization.CompressedTensors;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Passes;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Quantization.Tests.CompressedTensors;

public sealed class ReadBackTests
{
    [Theory]
    [InlineData("w4a16-int4", "model.layers.0.self_attn.k_proj.weight_packed", "k_proj")]
    [InlineData("w4a16-int4", "model.layers.1.mlp.down_proj.weight_scale", "down_proj")]
    [InlineData("w8a8-int8", "model.layers.1.mlp.up_proj.weight", "up_proj")]
    [InlineData("w8a8-fp8", "model.layers.0.mlp.gate_proj.weight", "gate_proj")]
    [InlineData("w8a8-fp8", "model.layers.0.input_layernorm.weight", "byte for byte")]
    [InlineData("w8a8-fp8", "lm_head.weight", "byte for byte")]
    public void Check_one_flipped_bit_is_found(string scheme, string tensor, string named)
    {
        using var model = new TinyModel();
        using var written = new Written(model, scheme);
        written.Check();
        written.Flip(tensor);
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(written.Check);
        Assert.Equal("QG0552", wrong.Diagnostics[0].Code);
        Assert.Contains(named, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_configuration_that_gives_another_scheme_is_found()
    {
        using var model = new TinyModel();
        using var written = new Written(model, "w4a16-int4");
        string path = Path.Combine(written.Directory, "config.json");
        File.WriteAllText(
            path, File.ReadAllText(path).Replace("\"lm_head\"", "\"lm_head\", \"model.layers.0.mlp.down_proj\"", StringComparison.Ordinal));
        Assert.Throws<DiagnosticException>(written.Check);
    }

    /// <summary>A result as the pipeline writes it, before it is read back.</summary>
    private sealed class Written : IDisposable
    {
        private readonly SourceModel source;
        private readonly QuantizationPlan plan;
        private readonly QuantizationRecord record;

        public Written(TinyModel model, string scheme)
        {
            QuantizationScheme numbers = scheme switch
            {
                "w8a8-fp8" => new W8A8Fp8(),
                "w8a8-int8" => new W8A8Int8(),
                _ => new W4A16Int4(32),
            };
            QuantizationRecipe recipe = numbers.DefaultRecipe with { Quantizer = new ModelGate.Quantization.Quantizers.RoundToNearest() };
            Directory = model.Output();
            System.IO.Directory.CreateDirectory(Directory);
            source = SourceModel.Open(model.Directory);
            plan = QuantizationPlan.Create(source, recipe, null, null);
            using var pool = new WorkerPool(1);
            using var writer = CheckpointWriter.Create(source.Tensors, plan, Directory);
            record = new QuantizationRecord(plan, writer);
            TensorwiseQuantization.Run(source.Tensors, plan, recipe, pool, record, null, CancellationToken.None);
            writer.Finish(CancellationToken.None);
            byte[] config = File.ReadAllBytes(Path.Combine(model.Directory, "config.json"));
            File.WriteAllBytes(
                Path.Combine(Directory, "config.json"), QuantizationConfigWriter.Merge(config, ConfigGroups.Of(plan, recipe), recipe));
        }

        public string Directory { get; }

        public void Check() =>
            new ReadBack(source.Tensors, plan, record.Digests, record.Norms).Check(Directory, true, CancellationToken.None);

        public void Flip(string tensor)
        {
            string path;
            long position;
            using (SafetensorsCollection tensors = SafetensorsCollection.Open(Directory))
            {
                path = tensors.FileOf(tensor);
                SafetensorsHeader header = tensors.Files[0].Header;
                long start = new FileInfo(path).Length - header.Entries.Max(entry => entry.End);
                position = start + header.Entries.Single(entry => entry.Name == tensor).Begin;
            }

            using FileStream file = File.Open(path, FileMode.Open);
            file.Position = position;
            int value = file.ReadByte();
            file.Position = position;
            file.WriteByte((byte)(value ^ 1));
        }

        public void Dispose() => source.Dispose();
    }
}
