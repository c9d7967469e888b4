using System.CommandLine;
using ModelGate.Gate.History;
using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;

namespace ModelGate.Tool.Commands;

/// <summary>A branch's runs over time: <c>--history</c> keeps a run, <c>--badge</c> and <c>--trend</c> draw.</summary>
internal sealed class HistoryOptions
{
    private readonly Option<string?> history = new("--history")
    {
        HelpName = "FILE", Description = "Add the run to this history (JSON lines) unless it is there.",
    };

    private readonly Option<string?> commit = new("--commit")
    {
        HelpName = "SHA", Description = "What the history calls the run's commit. [default: GITHUB_SHA]",
    };

    private readonly Option<string?> badge = new("--badge")
    {
        HelpName = "FILE", Description = "Draw the verdict and the worst recovery (SVG).",
    };

    private readonly Option<string?> trend = new("--trend")
    {
        HelpName = "FILE", Description = "Draw recovery over the history's runs (SVG).",
    };

    public void AddTo(Command command)
    {
        command.Add(history);
        command.Add(commit);
        command.Add(badge);
        command.Add(trend);
    }

    /// <summary>False where nothing was asked.</summary>
    public bool Write(ToolContext context, ParseResult parsed, RunRecord record)
    {
        foreach (Option<string?> option in (Option<string?>[])[commit, trend])
        {
            if (parsed.GetValue(option) is not null && parsed.GetValue(history) is null)
            {
                throw new UsageException(option.Name, "This is about a history, and none is given.", "Add --history FILE.");
            }
        }

        if (parsed.GetValue(badge) is { } badgePath) Save(context, badgePath, VerdictBadge.Write(record));
        if (parsed.GetValue(history) is not { } path) return parsed.GetValue(badge) is not null;
        string full = context.FullPath(path);
        HistoryFile before = UsageException.WhenWrong(() => HistoryFile.Read(full));
        foreach (string note in before.Notes) context.Console.Error.WriteLine($"note: {note}");
        HistoryFile after = before.With(HistoryEntry.Of(record, parsed.GetValue(commit) ?? context.Variable("GITHUB_SHA")));
        if (ReferenceEquals(after, before)) context.Console.Error.WriteLine($"{full}: holds this run already.");
        if (!ReferenceEquals(after, before) || before.Notes.Count > 0) after.Write(full);
        if (parsed.GetValue(trend) is { } trendPath) Save(context, trendPath, TrendChart.Write(after.Entries));
        return true;
    }

    private static void Save(ToolContext context, string path, string text) => WorkFolder.Write(context.FullPath(path), text);
}
