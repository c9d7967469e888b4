namespace ModelGate.Measurement.Accuracy;

/// <summary>What a task's name stands for.</summary>
public abstract record TaskSelection
{
    private TaskSelection()
    {
    }

    public abstract string Name { get; }

    /// <summary>The tasks under this name, in order.</summary>
    public abstract IEnumerable<TaskDefinition> Leaves { get; }

    public sealed record Single(TaskDefinition Task) : TaskSelection
    {
        public override string Name => Task.Name;

        public override IEnumerable<TaskDefinition> Leaves => [Task];
    }

    public sealed record Group(GroupDefinition Definition) : TaskSelection
    {
        public override string Name => Definition.Name;

        public override IEnumerable<TaskDefinition> Leaves => Definition.Members.SelectMany(member => member.Leaves);
    }
}
