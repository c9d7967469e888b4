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

        /// <summary>One benchmark in parts, such as MMLU by subjects: a value of its own, over tasks that share one data set.</summary>
        public bool IsBenchmark => Definition.Aggregations.Count > 0
            && Leaves.Select(task => task.Dataset is DatasetReference.Hub hub ? hub.Path : task.Name).Distinct().Count() == 1;

        /// <summary>Names of all tasks and groups below.</summary>
        public IEnumerable<string> PartNames => Definition.Members.SelectMany(
            member => member is Group inner ? inner.PartNames.Prepend(inner.Name) : [member.Name]);
    }
}
