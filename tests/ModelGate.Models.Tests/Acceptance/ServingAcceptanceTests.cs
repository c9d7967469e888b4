using ModelGate.Models.Acceptance;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Acceptance;

public sealed class ServingAcceptanceTests
{
    private static readonly ServingTarget Hopper = new(new Version(0, 11), 1, new ComputeCapability(9, 0));

    [Fact]
    public void Judge_fp8_is_w8a8_from_ada_on_and_weight_only_below()
    {
        Assert.Equal("cutlass FP8 W8A8", Assert.Single(Judge(LinearFormat.Fp8Dynamic, Hopper).Formats).Path);

        AcceptanceReport ampere = Judge(LinearFormat.Fp8Dynamic, Hopper with { Gpu = new ComputeCapability(8, 6) });
        Assert.Equal("FP8 weight-only (Marlin)", Assert.Single(ampere.Formats).Path);
        AcceptanceFinding warning = Assert.Single(ampere.Findings);
        Assert.Equal((AcceptanceLevel.Warning, "QG0502"), (warning.Level, warning.Code));
        Assert.DoesNotContain("is W8A8", warning.What, StringComparison.Ordinal);
        Assert.Contains("8.9", warning.What, StringComparison.Ordinal);

        AcceptanceReport unknown = Judge(LinearFormat.Fp8Dynamic, ServingTarget.Unknown);
        Assert.Contains(unknown.Findings, finding => finding is { Level: AcceptanceLevel.Note, Code: "QG0502" }
            && finding.What.Contains("below it is weight-only", StringComparison.Ordinal));
        Assert.True(unknown.IsAccepted);
    }

    [Theory]
    [InlineData(7, 0, AcceptanceLevel.Error)]
    [InlineData(7, 5, AcceptanceLevel.Warning)]
    public void Judge_old_gpu_refuses_or_depends_on_the_release(int major, int minor, AcceptanceLevel level) =>
        Assert.Equal(level, Judge(LinearFormat.Int4(128), Hopper with { Gpu = new ComputeCapability(major, minor) }).Findings[0].Level);

    [Fact]
    public void Judge_int8_and_int4_have_their_paths()
    {
        Assert.Equal("cutlass INT8 W8A8", Judge(LinearFormat.Int8Dynamic, Hopper).Formats[0].Path);
        AcceptanceReport int4 = Judge(LinearFormat.Int4(128), Hopper);
        Assert.Equal("Marlin WNA16", int4.Formats[0].Path);
        Assert.Empty(int4.Findings);
        Assert.Equal(new ComputeCapability(7, 5), int4.Formats[0].MinimumGpu);
    }

    public static TheoryData<LinearFormat, string> FormatsWithoutKernel => new()
    {
        { LinearFormat.Int4(128) with { Format = LinearFormat.IntQuantized }, "assertion" },
        { Packed8(symmetric: false), "zero points" },
        { LinearFormat.Fp8Dynamic with { Weights = new NumberFormat(8, NumberKind.Float, ScaleStrategy.Channel, Symmetric: false) },
            "asymmetric" },
        { LinearFormat.Int8Dynamic with { Activations =
            new NumberFormat(8, NumberKind.Int, ScaleStrategy.Tensor, Time: ScaleTime.Dynamic) }, "no kernel" },
        { LinearFormat.Int8Dynamic with { Format = "marlin-24" }, "no longer loaded" },
    };

    [Theory]
    [MemberData(nameof(FormatsWithoutKernel))]
    public void Judge_format_without_kernel_is_an_error(LinearFormat format, string says)
    {
        AcceptanceReport report = Judge(format, Hopper);
        Assert.Contains(report.Findings, finding => finding is { Level: AcceptanceLevel.Error, Code: "QG0501" }
            && finding.What.Contains(says, StringComparison.Ordinal));
        Assert.Equal("none", report.Formats[0].Path);
        Assert.Throws<DiagnosticException>(() => report.DemandAccepted(new SourcePoint("config.json")));
    }

    /// <summary>The example of checkpoint-format section 6: 29568 over two GPUs is 115.5 groups of 128.</summary>
    [Theory]
    [InlineData(128, 1, false)]
    [InlineData(128, 2, true)]
    [InlineData(32, 2, false)]
    [InlineData(null, 2, false)]
    public void Judge_group_must_divide_each_gpus_part_of_down_proj(int? group, int gpus, bool refused)
    {
        PlannedLinear down = new("model.layers.0.mlp.down_proj", 8192, 29568, LinearFormat.Int4(group));
        AcceptanceReport report = ServingAcceptance.Judge([down], Hopper with { TensorParallelSize = gpus });
        Assert.Equal(refused, report.Findings.Any(finding => finding is { Level: AcceptanceLevel.Error, Code: "QG0506" }));
    }

    [Fact]
    public void Judge_group_that_does_not_divide_the_width_is_an_error_with_sizes_that_do()
    {
        PlannedLinear up = new("model.layers.0.mlp.down_proj", 256, 96, LinearFormat.Int4(128));
        AcceptanceFinding finding = Assert.Single(
            ServingAcceptance.Judge([up], Hopper).Findings, finding => finding.Code == "QG0504");
        Assert.Equal(AcceptanceLevel.Error, finding.Level);
        Assert.Equal("Use group 32, or ignore the module.", finding.Remedy);
    }

    [Fact]
    public void Judge_fused_unit_with_two_formats_or_one_ignored_part_is_an_error()
    {
        PlannedLinear[] linears =
        [
            new("m.self_attn.q_proj", 64, 128, LinearFormat.Int4(128)),
            new("m.self_attn.k_proj", 64, 128, LinearFormat.Int4(64)),
            new("m.self_attn.v_proj", 64, 128, LinearFormat.Int4(128)),
            new("m.mlp.gate_proj", 64, 128, LinearFormat.Int4(128)),
            new("m.mlp.up_proj", 64, 128, null),
            new("m.mlp.down_proj", 64, 128, LinearFormat.Fp8Dynamic),
        ];
        AcceptanceFinding[] findings = [.. ServingAcceptance.Judge(linears, Hopper).Findings.Where(finding => finding.Code == "QG0505")];
        Assert.Equal(["m.mlp.gate_up_proj", "m.self_attn.qkv_proj"], findings.Select(finding => finding.Where).Order());
        Assert.All(findings, finding => Assert.Equal(AcceptanceLevel.Error, finding.Level));
    }

    [Fact]
    public void Judge_same_finding_of_many_modules_is_one()
    {
        PlannedLinear[] linears =
        [
            .. Enumerable.Range(0, 32)
                .Select(layer => new PlannedLinear($"model.layers.{layer}.mlp.down_proj", 100, 96, LinearFormat.Int4(64))),
        ];
        AcceptanceFinding finding = Assert.Single(ServingAcceptance.Judge(linears, Hopper).Findings, finding => finding.Code == "QG0504");
        Assert.Equal("model.layers.0.mlp.down_proj and 31 more", finding.Where);
    }

    [Theory]
    [InlineData(64, 128, false)]
    [InlineData(96, 128, true)]
    [InlineData(64, 64, true)]
    public void Judge_shape_that_marlin_must_pad_is_a_warning(int rows, int columns, bool warned)
    {
        PlannedLinear linear = new("m.mlp.down_proj", rows, columns, LinearFormat.Int4(64));
        AcceptanceReport report = ServingAcceptance.Judge([linear], Hopper);
        Assert.Equal(warned, report.Findings.Any(finding => finding is { Level: AcceptanceLevel.Warning, Code: "QG0503" }));
    }

    [Fact]
    public void Judge_marlin_rows_are_those_of_the_fused_layer()
    {
        PlannedLinear[] linears =
        [
            new("m.self_attn.q_proj", 96, 128, LinearFormat.Int4(128)),
            new("m.self_attn.k_proj", 16, 128, LinearFormat.Int4(128)),
            new("m.self_attn.v_proj", 16, 128, LinearFormat.Int4(128)),
        ];
        Assert.Empty(ServingAcceptance.Judge(linears, Hopper).Findings);
    }

    [Theory]
    [InlineData("0.9", null)]
    [InlineData("0.11", AcceptanceLevel.Error)]
    [InlineData("0.14", null)]
    [InlineData(null, AcceptanceLevel.Warning)]
    public void Judge_scale_dtype_depends_on_the_vllm_version(string? version, AcceptanceLevel? level)
    {
        NumberFormat weights = LinearFormat.Fp8Dynamic.Weights with { Keys = new HashSet<string> { "scale_dtype" } };
        LinearFormat format = LinearFormat.Fp8Dynamic with { Weights = weights };
        AcceptanceReport report = Judge(format, Hopper with { Vllm = version is null ? null : Version.Parse(version) });
        Assert.Equal(level, report.Findings.FirstOrDefault(finding => finding.Code == "QG0507")?.Level);
    }

    [Theory]
    [InlineData("weight", "0.30", null)]
    [InlineData("group", "0.30", AcceptanceLevel.Error)]
    [InlineData("group", null, AcceptanceLevel.Error)]
    [InlineData("group", "0.11", AcceptanceLevel.Warning)]
    public void Judge_group_activation_order_is_refused_by_current_releases(string order, string? version, AcceptanceLevel? level)
    {
        LinearFormat format = LinearFormat.Int4(128) with { Weights = LinearFormat.Int4(128).Weights with { ActivationOrder = order } };
        AcceptanceReport report = Judge(format, Hopper with { Vllm = version is null ? null : Version.Parse(version) });
        Assert.Equal(level, report.Findings.FirstOrDefault(finding => finding.Code == "QG0507")?.Level);
    }

    [Theory]
    [InlineData("0.9", true)]
    [InlineData("0.11", false)]
    [InlineData(null, false)]
    public void Judge_several_formats_need_a_recent_vllm(string? version, bool refused)
    {
        PlannedLinear[] linears =
            [new("m.self_attn.o_proj", 64, 128, LinearFormat.Int4(128)), new("m.mlp.down_proj", 64, 128, LinearFormat.Fp8Dynamic)];
        AcceptanceReport report = ServingAcceptance.Judge(linears, Hopper with { Vllm = version is null ? null : Version.Parse(version) });
        Assert.Equal(refused, !report.IsAccepted);
    }

    [Fact]
    public void Judge_target_without_values_gives_notes_only()
    {
        AcceptanceReport report = Judge(LinearFormat.Int4(128), ServingTarget.Unknown);
        Assert.True(report.IsAccepted);
        Assert.All(report.Findings, finding => Assert.Equal(AcceptanceLevel.Note, finding.Level));
        Assert.Contains(report.Findings, finding => finding.Code == "QG0506");
        Assert.Contains(report.Findings, finding => finding.Code == "QG0502");
    }

    [Fact]
    public void Judge_demo_model_is_accepted_unquantized_and_its_heads_split_over_four()
    {
        using Checkpoint checkpoint = Checkpoint.Open(Repository.DemoModel);
        Assert.Empty(ServingAcceptance.Judge(checkpoint, Hopper with { TensorParallelSize = 4 }).Findings);
        Assert.Equal("QG0506", Assert.Single(ServingAcceptance.Judge(checkpoint, Hopper with { TensorParallelSize = 3 }).Findings).Code);
    }

    [Fact]
    public void Judge_checkpoint_with_contradictions_reports_them_as_errors()
    {
        using var folder = new TemporaryFolder();
        TinyCheckpoint tiny = TinyCheckpoint.Of(ModelArchitecture.Llama);
        tiny.Config["quantization_config"] = System.Text.Json.Nodes.JsonNode.Parse("""
            {"quant_method":"compressed-tensors","format":"pack-quantized","quantization_status":"frozen","ignore":["Embedding"],
             "sparsity_config":{"format":"sparse-bitmask"},"kv_cache_scheme":{"num_bits":8,"type":"int"},
             "config_groups":{"a":{"targets":["Linear"],"weights":{"num_bits":4,"strategy":"channel"}},
              "b":{"targets":["Linear"],"weights":{"num_bits":8}}}}
            """);
        tiny.Write(folder.Path);
        using Checkpoint checkpoint = Checkpoint.OpenUnchecked(folder.Path);
        AcceptanceReport report = ServingAcceptance.Judge(checkpoint, Hopper);

        Assert.Contains(report.Findings, finding => finding is { Level: AcceptanceLevel.Error, Code: "QG0230" });
        Assert.Equal(4, report.Findings.Count(finding => finding is { Level: AcceptanceLevel.Error, Code: "QG0508" }));
        Assert.Contains(report.Findings, finding => finding.What.StartsWith("'quantization_status'", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding.What.StartsWith("The targets of 'b' match no", StringComparison.Ordinal));
        Assert.Contains(report.Findings, finding => finding is { Level: AcceptanceLevel.Warning, Code: "QG0509" });
    }

    [Theory]
    [InlineData("8.9", true, 8, 9)]
    [InlineData("12", true, 12, 0)]
    [InlineData("x", false, 0, 0)]
    [InlineData("8.9.1", false, 0, 0)]
    [InlineData("-8", false, 0, 0)]
    public void TryParse_compute_capability(string text, bool valid, int major, int minor)
    {
        Assert.Equal(valid, ComputeCapability.TryParse(text, out ComputeCapability capability));
        Assert.Equal(new ComputeCapability(major, minor), capability);
    }

    private static LinearFormat Packed8(bool symmetric) =>
        new(LinearFormat.PackQuantized, new NumberFormat(8, NumberKind.Int, ScaleStrategy.Channel, symmetric));

    private static AcceptanceReport Judge(LinearFormat format, ServingTarget target) =>
        ServingAcceptance.Judge([new PlannedLinear("model.layers.0.mlp.down_proj", 256, 640, format)], target);
}
