using ModelGate.Models.Diagnostics;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Schemes;

namespace ModelGate.Quantization.Tests.Modules;

public sealed class SchemeResolutionTests
{
    private static readonly SourceLinear[] Layer =
    [
        .. new[]
            {
                "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
                "mlp.gate_proj", "mlp.up_proj", "mlp.down_proj",
            }
            .Select(leaf => new SourceLinear($"model.layers.0.{leaf}", 128, 128, 0)),
    ];

    private static readonly SourceLinear[] Kept = [new("lm_head", 128, 128, 0)];

    [Fact]
    public void Resolve_no_patterns_gives_every_layer_the_scheme()
    {
        (IReadOnlyList<PlannedModule> modules, SchemeResolution resolution) = Resolve(new W8A8Fp8().DefaultRecipe);
        Assert.All(modules, module => Assert.IsType<W8A8Fp8>(module.Scheme));
        Assert.Empty(resolution.Problems);
        Assert.Empty(resolution.Notes);
    }

    [Fact]
    public void Resolve_one_member_of_a_unit_speaks_for_all_and_says_so()
    {
        QuantizationRecipe recipe = new W4A16Int4().DefaultRecipe with
        {
            Ignore = ["k_proj$"],
            Overrides = [new SchemeOverride("up_proj", new W8A8Fp8())],
        };
        (IReadOnlyList<PlannedModule> modules, SchemeResolution resolution) = Resolve(recipe);
        Assert.Equal(
            [null, null, null, "w4a16-int4", "w8a8-fp8", "w8a8-fp8", "w4a16-int4"],
            modules.Select(module => module.Scheme?.Name));
        Assert.Equal(2, resolution.Notes.Count);
        Assert.Contains("'k_proj$' names model.layers.0.self_attn.k_proj and applies to model.layers.0.self_attn.q_proj",
            resolution.Notes[0].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_contradictions_and_useless_patterns_come_out_together()
    {
        QuantizationRecipe recipe = new W4A16Int4().DefaultRecipe with
        {
            Ignore = ["q_proj", "nothing_like_this", "lm_head", "(("],
            Overrides = [new SchemeOverride("v_proj", new W8A8Fp8()), new SchemeOverride("^lm_head$", new W8A8Fp8())],
        };
        (_, SchemeResolution resolution) = Resolve(recipe);
        Assert.Equal(["QG0524", "QG0526", "QG0525", "QG0527"], resolution.Problems.Select(problem => problem.Code));
        Assert.Contains("self_attn.q_proj becomes ignored by 'q_proj'", resolution.Problems[1].Problem, StringComparison.Ordinal);
        Assert.All(resolution.Problems, problem => Assert.Equal("quantgate.yml(4,9)", problem.At.ToString()));
    }

    [Fact]
    public void Resolve_ignore_is_stronger_and_the_first_override_decides()
    {
        QuantizationRecipe recipe = new W4A16Int4().DefaultRecipe with
        {
            Ignore = ["o_proj"],
            Overrides = [new SchemeOverride("(o|down)_proj", new W8A8Fp8()), new SchemeOverride("down_proj", new W8A8Int8())],
        };
        (IReadOnlyList<PlannedModule> modules, SchemeResolution resolution) = Resolve(recipe);
        Assert.Null(modules[3].Scheme);
        Assert.IsType<W8A8Fp8>(modules[6].Scheme);
        Assert.Empty(resolution.Problems);
    }

    [Fact]
    public void Resolve_pattern_that_backtracks_without_end_is_an_error()
    {
        var resolution = new SchemeResolution(new W8A8Fp8().DefaultRecipe with { Ignore = ["(a+)+$"] }, new SourcePoint("p"));
        resolution.Resolve([new SourceLinear($"model.{new string('a', 60)}!", 1, 1, 0)], []);
        Assert.Equal("QG0524", resolution.Problems[0].Code);
    }

    private static (IReadOnlyList<PlannedModule> Modules, SchemeResolution Resolution) Resolve(QuantizationRecipe recipe)
    {
        var resolution = new SchemeResolution(recipe, new SourcePoint("quantgate.yml", 4, 9));
        return (resolution.Resolve(Layer, Kept), resolution);
    }
}
