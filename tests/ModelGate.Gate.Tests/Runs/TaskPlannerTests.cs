using ModelGate.Gate.Policies;
using ModelGate.Gate.Runs;
using ModelGate.Gate.Tasks;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Runs;

public sealed class TaskPlannerTests
{
    private static readonly TaskPlanner s_planner =
        new(new TaskLibrary(Repository.Root), new LocalDocuments(), TestCatalog.WithoutSandbox, null, 1234);

    private static TaskEntry Entry(string task, int line, int? shots = null) => new(task, new("quantgate.yml", line, 3)) { Shots = shots };

    [Fact]
    public void Plan_task_that_is_asked_in_two_ways_is_refused_at_the_second()
    {
        Diagnostic found = Assert.Single(Assert.Throws<DiagnosticException>(
            () => s_planner.Plan([Entry("demo-facts", 4), Entry("demo-facts", 5, shots: 1)], Repository.Root)).Diagnostics);
        Assert.Equal(("QG0111", 5), (found.Code, found.At.Line));
        Assert.Equal(2, s_planner.Plan([Entry("demo-facts", 4), Entry("demo-facts", 5)], Repository.Root)[0].Tasks.Count);
    }
}
