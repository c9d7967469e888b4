using ModelGate.Measurement.Accuracy;

namespace ModelGate.Measurement.Tests.Accuracy.Prompts;

/// <summary>Small tasks for tests.</summary>
internal static class TestTasks
{
    public static FieldSpec Source(string text) => new FieldSpec.ColumnOrTemplate(text, default);

    public static TaskDefinition Task(OutputType output, string? text, FieldSpec target, FieldSpec? choices = null) => new()
    {
        Name = "task",
        At = new("task.yaml", 1, 1),
        Output = output,
        Dataset = new DatasetReference.Hub("none", null, null),
        TestSplit = "test",
        Text = text is null ? null : Source(text),
        Target = target,
        Choices = choices,
    };
}
