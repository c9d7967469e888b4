using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Quantization.Calibration;
using ModelGate.Quantization.Observers;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests;

public sealed class QuantizerTests
{
    private static readonly CalibrationSettings Random = new(new CalibrationSource.RandomTokens(3), 6, 40);
    private static readonly QuantizationRecipe Int4 = new W4A16Int4(32).DefaultRecipe;

    public static TheoryData<string> Recipes => ["fp8", "int8", "int8-smooth", "int8-rtn-smooth", "int4", "int4-awq", "mixed"];

    [Theory]
    [MemberData(nameof(Recipes))]
    public void Run_twice_and_on_other_threads_gives_the_same_bytes(string name)
    {
        using var model = new TinyModel(sharded: name == "int4");
        QuantizationRequest request = new(model.Directory, model.Output("a"), Recipe(name), Random) { Threads = 1 };
        QuantizationReport report = Run(request);
        Run(request with { OutputDirectory = model.Output("b"), Threads = 3 });
        string[] names = [.. Directory.GetFiles(model.Output("a")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.GetFiles(model.Output("b")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("tokenizer.json", names);
        Assert.Contains(QuantizationReport.FileName, names);
        Assert.All(names, file => Assert.Equal(
            File.ReadAllBytes(Path.Combine(model.Output("a"), file)), File.ReadAllBytes(Path.Combine(model.Output("b"), file))));
        Assert.Equal(report.RecipeKey, Quantizer.KeyOf(request));
    }

    [Theory]
    [InlineData(ModelArchitecture.Llama)]
    [InlineData(ModelArchitecture.Mistral)]
    [InlineData(ModelArchitecture.Qwen2)]
    [InlineData(ModelArchitecture.Qwen3)]
    public void Run_every_family_is_calibrated_and_opens_as_what_it_says(ModelArchitecture architecture)
    {
        using var model = new TinyModel(architecture);
        QuantizationReport report = Run(new QuantizationRequest(model.Directory, model.Output(), Int4, Random));
        using Checkpoint result = Checkpoint.Open(model.Output());
        Assert.Equal(report.TensorBytes, result.TensorByteCount);
        Assert.IsType<LinearWeights.Int4>(result.Linear("model.layers.1.self_attn.k_proj"));
        Assert.IsType<LinearWeights.Dense>(result.Linear("lm_head"));
        Assert.Equal("weight", result.Quantization!.Groups[0].Numbers.Weights.ActivationOrder);
        Assert.Equal(14, report.Modules.Count);
        Assert.All(report.Modules,
            module => Assert.True(module.Error!.RelativeOutputError < module.Nearest!.RelativeOutputError * 1.2, module.Module));
        double? nearest = report.Modules.Sum(module => module.Nearest!.RelativeOutputError);
        Assert.True(report.Modules.Sum(module => module.Error!.RelativeOutputError) < 0.9 * nearest);
    }

    [Fact]
    public void Run_override_and_ignore_write_mixed_precision_that_the_reader_understands()
    {
        using var model = new TinyModel();
        QuantizationReport report = Run(new QuantizationRequest(model.Directory, model.Output(), Recipe("mixed"), Random));
        using Checkpoint result = Checkpoint.Open(model.Output());
        Assert.IsType<LinearWeights.Fp8>(result.Linear("model.layers.0.mlp.down_proj"));
        Assert.IsType<LinearWeights.Int4>(result.Linear("model.layers.0.mlp.up_proj"));
        Assert.IsType<LinearWeights.Dense>(result.Linear("model.layers.1.self_attn.v_proj"));
        Assert.Null(report.Modules.Single(module => module.Module == "model.layers.1.self_attn.q_proj").Scheme);
        Assert.Contains(report.Notes, note => note.Text.Contains("serving engines fuse them", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_smoothing_changes_norms_only_where_activations_are_quantized()
    {
        using var model = new TinyModel();
        QuantizationRecipe recipe = Recipe("int8-smooth") with { Overrides = [new SchemeOverride("gate_proj", new W4A16Int4(32))] };
        Run(new QuantizationRequest(model.Directory, model.Output(), recipe, Random));
        Assert.NotEqual(Bytes(model.Directory, "model.layers.0.input_layernorm.weight"),
            Bytes(model.Output(), "model.layers.0.input_layernorm.weight"));
        Assert.Equal(Bytes(model.Directory, "model.layers.0.post_attention_layernorm.weight"),
            Bytes(model.Output(), "model.layers.0.post_attention_layernorm.weight"));
        Assert.Equal(Bytes(model.Directory, "lm_head.weight"), Bytes(model.Output(), "lm_head.weight"));
    }

    [Fact]
    public void Run_shards_keep_their_names_and_the_index_is_right()
    {
        using var model = new TinyModel(sharded: true);
        Run(new QuantizationRequest(model.Directory, model.Output(), new W8A8Fp8().DefaultRecipe));
        Assert.Equal(Files(model.Directory), Files(model.Output()));
        using SafetensorsCollection result = SafetensorsCollection.Open(model.Output());
        Assert.True(result.Files.Count > 1);
        Assert.Equal(result.Count, result.Index!.WeightMap.Count);

        static IEnumerable<string?> Files(string directory) =>
            Directory.GetFiles(directory, "*.safetensors*").Select(Path.GetFileName).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Run_unknown_architecture_is_rounded_tensor_by_tensor()
    {
        using var model = new TinyModel(change: checkpoint =>
        {
            TinyModel.UnknownArchitecture(checkpoint);
            checkpoint.Tensors["blocks.0.experts.3.w2.weight"] = TinyTensor.Normal(new System.Random(1), 0, 1, 32, 64);
            checkpoint.Tensors["blocks.0.mlp.gate.weight"] = TinyTensor.Normal(new System.Random(1), 0, 1, 8, 64);
        });
        QuantizationReport report = Run(new QuantizationRequest(model.Directory, model.Output(), new W8A8Fp8().DefaultRecipe));
        Assert.Contains(report.Modules, module => module.Module == "blocks.0.experts.3.w2");
        using SafetensorsCollection result = SafetensorsCollection.Open(model.Output());
        Assert.Equal(DType.F8E4M3, result["blocks.0.experts.3.w2.weight"].Type);
        Assert.Equal(DType.BF16, result["blocks.0.mlp.gate.weight"].Type);
        Assert.Contains("blocks.0.mlp.gate", File.ReadAllText(Path.Combine(model.Output(), "config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_tied_model_keeps_one_table()
    {
        using var model = new TinyModel(change: checkpoint =>
        {
            checkpoint.Config["tie_word_embeddings"] = true;
            checkpoint.Tensors.Remove("lm_head.weight");
        });
        Run(new QuantizationRequest(model.Directory, model.Output(), Int4, Random));
        using Checkpoint result = Checkpoint.Open(model.Output());
        Assert.DoesNotContain("lm_head.weight", result.Tensors.Keys);
    }

    [Fact]
    public void Run_weight_with_nan_names_it_and_leaves_nothing()
    {
        using var model = new TinyModel(change: checkpoint =>
            checkpoint.Tensors["model.layers.1.mlp.up_proj.weight"] = TinyTensor.Constant(float.NaN, 96, 64));
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(
            () => Run(new QuantizationRequest(model.Directory, model.Output(), new W8A8Fp8().DefaultRecipe)));
        Assert.Contains("model.layers.1.mlp.up_proj.weight", wrong.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(model.Output()));
        Assert.False(Directory.Exists(model.Output() + ".partial"));
    }

    [Fact]
    public void Run_cancelled_leaves_nothing()
    {
        using var model = new TinyModel();
        using var cancel = new CancellationTokenSource();
        var progress = new Stopper(cancel);
        Assert.Throws<OperationCanceledException>(
            () => new Quantizer(TimeProvider.System).Run(
                new QuantizationRequest(model.Directory, model.Output(), Int4, Random), progress, cancel.Token));
        Assert.False(Directory.Exists(model.Output()));
        Assert.False(Directory.Exists(model.Output() + ".partial"));
    }

    [Fact]
    public void Run_gptq_without_calibration_is_an_error() =>
        Assert.Equal("QG0540", Assert.Throws<DiagnosticException>(
            () => Run(new QuantizationRequest(Repository.DemoModel, "unused", new W8A8Int8().DefaultRecipe))).Diagnostics[0].Code);

    [Fact]
    public void Read_report_of_the_folder_is_what_was_returned()
    {
        using var model = new TinyModel();
        QuantizationReport report = Run(new QuantizationRequest(model.Directory, model.Output(), Recipe("mixed"), Random));
        QuantizationReport? read = QuantizationReportJson.Read(model.Output());
        Assert.Equal(QuantizationReportJson.Serialize(report), QuantizationReportJson.Serialize(read!));
        Assert.Equal("gptq", read!.Recipe.Algorithm);
        Assert.Equal(240, read.Calibration!.Tokens);
    }

    [Fact]
    public void KeyOf_every_part_of_a_request_counts()
    {
        using var model = new TinyModel();
        QuantizationRequest request = new(model.Directory, model.Output(), Int4, Random);
        QuantizationRequest[] variants =
        [
            request,
            request with { Recipe = Int4 with { Damping = 0.02 } },
            request with { Recipe = Int4 with { ActivationOrder = ActivationOrder.None } },
            request with { Recipe = Int4 with { Observer = new MinMax() } },
            request with { Recipe = Int4 with { Quantizer = new Awq() } },
            request with { Recipe = Int4 with { Ignore = ["o_proj"] } },
            request with { Recipe = Int4 with { Overrides = [new SchemeOverride("o_proj", new W4A16Int4(64))] } },
            request with { Recipe = Int4 with { Overrides = [new SchemeOverride("o_proj", new W8A8Fp8())] } },
            request with { Calibration = Random with { Samples = 7 } },
            request with { ModelDirectory = Repository.DemoModel },
        ];
        Assert.Equal(variants.Length, variants.Select(Quantizer.KeyOf).Distinct().Count());
        Assert.Equal(Quantizer.KeyOf(request), Quantizer.KeyOf(request with { OutputDirectory = "elsewhere", Threads = 7 }));
    }

    private static QuantizationRecipe Recipe(string name) => name switch
    {
        "fp8" => new W8A8Fp8().DefaultRecipe,
        "int8" => new W8A8Int8().DefaultRecipe,
        "int8-smooth" => new W8A8Int8().DefaultRecipe with { SmoothQuantAlpha = 0.8 },
        "int8-rtn-smooth" => new W8A8Int8().DefaultRecipe with { Quantizer = new RoundToNearest(), SmoothQuantAlpha = 0.8 },
        "int4" => Int4,
        "int4-awq" => Int4 with { Quantizer = new Awq(), ActivationOrder = ActivationOrder.None },
        _ => Int4 with { Overrides = [new SchemeOverride("down_proj", new W8A8Fp8())], Ignore = [@"layers\.1\.self_attn\.k_proj"] },
    };

    private static QuantizationReport Run(QuantizationRequest request) =>
        new Quantizer(TimeProvider.System).Run(request, cancel: TestContext.Current.CancellationToken).Report;

    private static unsafe byte[] Bytes(string directory, string tensor)
    {
        using SafetensorsCollection tensors = SafetensorsCollection.Open(directory);
        TensorView view = tensors[tensor];
        return new ReadOnlySpan<byte>(view.Data, (int)view.ByteCount).ToArray();
    }

    /// <summary>Cancels at the second layer.</summary>
    private sealed class Stopper(CancellationTokenSource cancel) : IProgress<QuantizationProgress>
    {
        public void Report(QuantizationProgress value)
        {
            if (value.Stage.Contains("layer 2", StringComparison.Ordinal)) cancel.Cancel();
        }
    }
}
