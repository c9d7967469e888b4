using ModelGate.Quantization.Calibration;
using ModelGate.Quantization.Quantizers;
using ModelGate.Quantization.Schemes;
using ModelGate.Testing;

namespace ModelGate.Quantization.Tests.Calibration;

public sealed class CalibrationNotesTests
{
    private static readonly CalibrationSettings Texts = new(new CalibrationSource.TextFile("x.jsonl"), 512, 128);

    [Fact]
    public void Of_enough_text_says_nothing() => Assert.Empty(Notes(Texts, 512, new W8A8Int8().DefaultRecipe));

    [Fact]
    public void Of_fewer_windows_is_a_note_and_fewer_tokens_than_twice_the_width_a_warning()
    {
        Assert.Equal([NoteLevel.Note], Notes(Texts, 11, new W8A8Int8().DefaultRecipe).Select(note => note.Level));
        IReadOnlyList<QuantizationNote> notes = Notes(Texts, 9, new W8A8Int8().DefaultRecipe);
        Assert.Equal([NoteLevel.Note, NoteLevel.Warning], notes.Select(note => note.Level));
        Assert.Contains("1152 calibration tokens are fewer than twice the widest input (640)", notes[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Notes(Texts, 9, new W8A8Int8().DefaultRecipe with { Quantizer = new RoundToNearest(), SmoothQuantAlpha = 0.8 }),
            note => note.Level == NoteLevel.Warning);
    }

    [Fact]
    public void Of_random_tokens_warn_for_int4_only()
    {
        CalibrationSettings random = Texts with { Source = new CalibrationSource.RandomTokens(1) };
        Assert.Contains("Random tokens", Assert.Single(Notes(random, 512, new W4A16Int4().DefaultRecipe)).Text, StringComparison.Ordinal);
        Assert.Empty(Notes(random, 512, new W8A8Int8().DefaultRecipe));
    }

    [Fact]
    public void Of_excluded_rows_are_counted()
    {
        CalibrationReport report = new("x", "", 10, ["a", "b"], 512, 512, 128);
        QuantizationPlan plan = QuantizationPlan.Create(Repository.DemoModel, new W8A8Int8().DefaultRecipe);
        Assert.Equal("2 of 10 calibration rows are excluded.",
            Assert.Single(CalibrationNotes.Of(Texts, report, new W8A8Int8().DefaultRecipe, plan)).Text);
    }

    private static IReadOnlyList<QuantizationNote> Notes(CalibrationSettings settings, int windows, QuantizationRecipe recipe) =>
        [.. CalibrationNotes.Of(settings, new CalibrationReport("x", "", 0, [], windows, 512, 128), recipe,
            QuantizationPlan.Create(Repository.DemoModel, recipe))];
}
