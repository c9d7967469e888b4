using ModelGate.Gate.Yaml;
using ModelGate.Measurement.Accuracy;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Tasks;

/// <summary>Turns one group file into a <see cref="GroupDefinition"/>.</summary>
/// <param name="resolve">Finds a member by name, or those of a tag; none where it is not known (reported).</param>
internal sealed class GroupReader(
    TaskFile file, YamlProblems problems, Func<string, SourcePoint, IReadOnlyList<TaskFile>> resolve, Func<TaskFile, TaskSelection?> select)
{
    private static readonly Dictionary<string, GroupWeights> Weights = new(StringComparer.Ordinal)
    {
        ["documents"] = GroupWeights.Documents,
        ["equal"] = GroupWeights.Equal,
    };

    private static readonly Dictionary<string, GroupNormalisation> Normalisations = new(StringComparer.Ordinal)
    {
        ["each"] = GroupNormalisation.Each,
        ["whole"] = GroupNormalisation.Whole,
    };

    public GroupDefinition? Read()
    {
        YamlFields fields = new(file.Root, problems, "the group");
        string? name = fields.Text("group");
        List<TaskSelection> members = [];
        foreach (YamlNode item in fields.List("task")?.Items ?? [])
        {
            foreach (TaskFile named in Members(item))
            {
                TaskFile memberFile = file.ForMembers is { } overrides ? named.With(overrides) : named;
                if (select(memberFile) is { } member) members.Add(member);
            }
        }

        GroupAggregation[] aggregations = [.. Aggregations(fields)];
        string? alias = fields.Text("group_alias"), version = TaskReader.Version(fields);
        GroupScoring scoring = Scoring(fields);
        fields.Ignore("tag");
        fields.RefuseOthers();
        string? twice =
            members.SelectMany(member => member.Leaves).GroupBy(task => task.Name).FirstOrDefault(task => task.Count() > 1)?.Key;
        if (twice is not null)
        {
            problems.Add(
                TaskCodes.WrongValue, fields.Node("task")!.At, $"The group holds the task '{twice}' twice.", "Name each task once.");
        }

        foreach (string beside in scoring.Beside.Except(members.Select(member => member.Name)))
        {
            problems.WrongValue(
                file.Root[TaskYaml.Gating]!, $"'beside' names '{beside}', which is no member.", "Name members of the group.");
        }

        return name is null ? null : new(name, alias, members, aggregations, version, file.Root.At) { Scoring = scoring };
    }

    private GroupScoring Scoring(YamlFields group)
    {
        if (group.Fields(TaskYaml.Gating) is not { } fields) return new();
        GroupScoring scoring = new()
        {
            Weights = fields.Choice("weights", Weights),
            Normalise = fields.Choice("normalise", Normalisations),
            Chance = fields.Number("chance", least: 0),
            Beside = fields.Texts("beside") ?? [],
        };
        if (scoring is { Normalise: GroupNormalisation.Whole, Chance: null or >= 1 })
        {
            problems.WrongValue(
                fields.Node("normalise")!, "Normalising the whole needs the score of a model that guesses.", "Give 'chance' below 1.");
        }

        fields.RefuseOthers();
        return scoring;
    }

    /// <summary>
    /// A name; a name with keys that replace the task's, or those of all tasks below a group; or a whole task or group written in place.
    /// </summary>
    private IReadOnlyList<TaskFile> Members(YamlNode item)
    {
        if (item is YamlScalar { Tag: null } scalar) return resolve(scalar.Value, scalar.At);
        if (item.AsMapping(problems, "a member of the group") is not { } mapping) return [];
        TaskFile inPlace = new(mapping, file.Folder, file.DataRoots);
        if (inPlace.IsGroup || mapping["dataset_path"] is not null) return [inPlace];
        if (mapping["task"] is YamlScalar { Tag: null } name) return [.. resolve(name.Value, name.At).Select(named => named.With(mapping))];
        problems.Add(TaskCodes.MissingKey, item.At, "The member of the group has no 'task'.", "Name the task.");
        return [];
    }

    private IEnumerable<GroupAggregation> Aggregations(YamlFields group)
    {
        IReadOnlyList<YamlNode> items = group.Node("aggregate_metric_list") switch
        {
            null => [],
            YamlSequence list => list.Items,
            { } one => [one],
        };
        foreach (YamlNode item in items)
        {
            if (item.AsMapping(problems, "an entry of 'aggregate_metric_list'") is not { } mapping) continue;
            YamlFields fields = new(mapping, problems, "the group's metric");
            fields.Require("metric");
            string? metric = fields.Text("metric"), aggregation = fields.Text("aggregation");
            IReadOnlyList<string>? filters = fields.Texts("filter_list");
            bool weighted = fields.Flag("weight_by_size") ?? true;
            fields.RefuseOthers();
            if (aggregation is not (null or "mean"))
            {
                problems.WrongValue(fields.Node("aggregation")!, $"A group cannot aggregate by '{aggregation}'.", "Use 'mean'.");
            }

            if (metric is not null) yield return new(metric, filters, weighted);
        }
    }
}
