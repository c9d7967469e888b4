using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Prompts;
using ModelGate.Models.Diagnostics;
using static ModelGate.Measurement.Tests.Accuracy.Prompts.TestTasks;

namespace ModelGate.Measurement.Tests.Accuracy.Prompts;

public sealed class FewshotExamplesTests
{
    private static DocumentSet Documents(int count) =>
        new([.. Enumerable.Range(0, count).Select(
            i => new Document(i, new OrderedDictionary<string, object?> { ["n"] = (long)i }, new("d", i + 1)))]);

    private static TaskDefinition Shots(int count, FewshotSampler sampler) =>
        Task(OutputType.GenerateUntil, "n", Source("n")) with { Fewshot = new() { Count = count, Sampler = sampler } };

    [Fact]
    public void Next_default_sampler_draws_once_a_document_from_pythons_generator()
    {
        // random.Random(1234): sample(range(20), 5) twice, as in the recorded draws.
        FewshotExamples examples = new(Shots(5, FewshotSampler.PythonRandom), new(Documents(3), Documents(20), false), 1234);
        Document evaluated = Documents(3).Documents[0];
        Assert.Equal([14, 3, 0, 2, 1], examples.Next(evaluated).Select(document => document.Id));
        Assert.Equal([2, 3, 11, 7, 0], examples.Next(evaluated).Select(document => document.Id));
    }

    [Fact]
    public void Next_same_split_draws_one_more_and_leaves_the_document_out()
    {
        DocumentSet all = Documents(20);
        FewshotExamples examples = new(Shots(4, FewshotSampler.PythonRandom), new(all, all, true), 1234);
        Assert.Equal([14, 3, 2, 1], examples.Next(all.Documents[0]).Select(document => document.Id));
        Assert.Equal([2, 3, 11, 7], examples.Next(all.Documents[19]).Select(document => document.Id));
    }

    [Fact]
    public void Next_first_n_takes_the_pool_in_order_without_the_document()
    {
        DocumentSet all = Documents(4);
        FewshotExamples examples = new(Shots(2, FewshotSampler.FirstN), new(all, all, true), 1234);
        Assert.Equal([1, 2], examples.Next(all.Documents[0]).Select(document => document.Id));
        Assert.Equal([0, 1], examples.Next(all.Documents[3]).Select(document => document.Id));
    }

    [Fact]
    public void Next_no_shots_draw_nothing()
    {
        FewshotExamples examples = new(Shots(0, FewshotSampler.PythonRandom), new(Documents(1), null, false), 1234);
        Assert.Empty(examples.Next(Documents(1).Documents[0]));
    }

    [Fact]
    public void Next_pool_of_duplicates_is_refused()
    {
        Document same = new(0, new OrderedDictionary<string, object?> { ["n"] = 1L }, new("d", 1));
        DocumentSet all = new([same, same with { Id = 1 }, same with { Id = 2 }]);
        FewshotExamples examples = new(Shots(2, FewshotSampler.FirstN), new(all, all, true), 1234);
        Assert.Equal(TaskCodes.FewFewshotDocuments, Assert.Throws<DiagnosticException>(() => examples.Next(same)).Diagnostics[0].Code);
    }
}
