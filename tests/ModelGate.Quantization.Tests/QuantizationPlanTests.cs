using ModelGate.Models.Acceptance;
using ModelGate.Models.Diagnostics;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests;

public sealed class QuantizationPlanTests
{
    [Fact]
    public void Create_demo_plan_names_the_decoder_layers_and_keeps_the_head()
    {
        QuantizationPlan plan = QuantizationPlan.Create(Repository.DemoModel, new W8A8Fp8().DefaultRecipe);
        Assert.Equal(28, plan.Modules.Count);
        Assert.Equal("lm_head", Assert.Single(plan.Kept).Name);
        Assert.Equal(plan.SourceTensorBytes - plan.Modules.Sum(module => module.Source.Bytes - module.Bytes), plan.TensorBytes);
        Assert.All(plan.Modules,
            module => Assert.Equal((module.Source.Rows * (long)module.Source.Columns) + (2 * module.Source.Rows), module.Bytes));
    }

    [Fact]
    public void Create_group_that_does_not_divide_names_every_layer_and_width_before_any_work()
    {
        using var model = new TinyModel();
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(
            () => QuantizationPlan.Create(model.Directory, new W4A16Int4(64).DefaultRecipe, at: new SourcePoint("quantgate.yml", 3, 4)));
        Diagnostic problem = Assert.Single(wrong.Diagnostics);
        Assert.Contains("96", problem.Problem, StringComparison.Ordinal);
        Assert.Contains("model.layers.0.mlp.down_proj and 1 more", problem.Problem, StringComparison.Ordinal);
        Assert.Contains("32", problem.Remedy, StringComparison.Ordinal);
        Assert.Equal("quantgate.yml(3,4)", problem.At.ToString());
    }

    [Fact]
    public void Create_tensor_parallel_size_that_splits_a_group_is_an_error()
    {
        using var model = new TinyModel();
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(() => QuantizationPlan.Create(
            model.Directory, new W4A16Int4(32).DefaultRecipe, new ServingTarget(TensorParallelSize: 2)));
        Assert.Contains("down_proj", wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_all_mistakes_of_a_recipe_come_out_together()
    {
        using var model = new TinyModel();
        QuantizationRecipe recipe = new W4A16Int4(128).DefaultRecipe with { Damping = 0, SmoothQuantAlpha = 2, Ignore = ["typo"] };
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(() => QuantizationPlan.Create(model.Directory, recipe));
        string[] codes = [.. wrong.Diagnostics.Select(problem => problem.Code).Distinct()];
        Assert.Equal(["QG0528", "QG0529", "QG0525", "QG0504"], codes);
    }

    [Fact]
    public void Create_transposed_weights_are_refused()
    {
        using var model = new TinyModel(change: checkpoint =>
        {
            TinyModel.UnknownArchitecture(checkpoint);
            checkpoint.Config["model_type"] = "gpt2";
        });
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(
            () => QuantizationPlan.Create(model.Directory, new W8A8Fp8().DefaultRecipe));
        Assert.Equal("QG0531", Assert.Single(wrong.Diagnostics).Code);
    }

    [Fact]
    public void Create_stacked_experts_are_said_to_stay()
    {
        using var model = new TinyModel(change: checkpoint =>
        {
            TinyModel.UnknownArchitecture(checkpoint);
            checkpoint.Tensors["model.layers.0.mlp.experts.gate_up_proj"] = TinyTensor.Constant(1, 2, 64, 64);
        });
        QuantizationPlan plan = QuantizationPlan.Create(model.Directory, new W8A8Fp8().DefaultRecipe);
        Assert.Contains(
            plan.Notes, note => note.Level == NoteLevel.Warning && note.Text.Contains("experts.gate_up_proj", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_quantized_checkpoint_is_refused()
    {
        using var model = new TinyModel();
        QuantizationRecipe recipe = new W8A8Fp8().DefaultRecipe;
        new Quantizer(TimeProvider.System).Run(
            new QuantizationRequest(model.Directory, model.Output(), recipe), cancel: TestContext.Current.CancellationToken);
        Assert.Equal(
            "QG0522", Assert.Throws<DiagnosticException>(() => QuantizationPlan.Create(model.Output(), recipe)).Diagnostics[0].Code);
    }

    [Fact]
    public void Create_everything_ignored_is_an_error()
    {
        using var model = new TinyModel();
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(
            () => QuantizationPlan.Create(model.Directory, new W8A8Fp8().DefaultRecipe with { Ignore = [".*"] }));
        Assert.Equal("QG0523", Assert.Single(wrong.Diagnostics).Code);
    }

    [Fact]
    public void Create_unknown_architecture_can_be_rounded_but_not_calibrated()
    {
        using var model = new TinyModel(change: TinyModel.UnknownArchitecture);
        Assert.Equal(14, QuantizationPlan.Create(model.Directory, new W8A8Fp8().DefaultRecipe).Modules.Count);
        DiagnosticException wrong = Assert.Throws<DiagnosticException>(
            () => QuantizationPlan.Create(model.Directory, new W8A8Int8().DefaultRecipe));
        Assert.Contains("algorithm rtn", wrong.Diagnostics[0].Remedy, StringComparison.Ordinal);
        Assert.NotEmpty(
            QuantizationPlan.Create(model.Directory, new W8A8Int8().DefaultRecipe with { Quantizer = new RoundToNearest() }).Modules);
    }
}
