using System.CommandLine;
using ModelGate.Gate.Policies;
using ModelGate.Gate.Promotion;
using ModelGate.Gate.Records;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool.Commands;

internal static class PromoteCommand
{
    public static Command Create(ToolContext context)
    {
        var run = new Argument<string>("RUN") { Description = "The folder that check wrote, or its run.json." };
        var candidate = new Option<string>("--candidate") { HelpName = "C", Description = "The candidate to hand out.", Required = true };
        var output = new Option<string>("-o", "--output")
        {
            HelpName = "DIR", Description = "New folder for checkpoint, model card and statement.", Required = true,
        };
        var checkpoint = new Option<string?>("--checkpoint")
        {
            HelpName = "DIR", Description = "Where the checkpoint lies, if not where check made or found it.",
        };
        Option<string?> policy = RecordFile.Policy();
        var command = new Command("promote", "Hand out a candidate that passed, with a model card and an in-toto statement.")
        {
            run, candidate, output, checkpoint, policy,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            (byte[] bytes, string shown) = RecordFile.Read(context, parsed.GetValue(run)!, "RUN");
            GatedRun gated = RecordFile.RefuseEdited(() => GatedRun.Parse(bytes, shown));
            string name = parsed.GetValue(candidate)!;
            bool isKnown = gated.Record.Candidates.Any(one => one.Name == name)
                || gated.Record.Findings.Any(finding => finding.Candidate == name);
            if (!isKnown)
            {
                throw new UsageException(CandidateVerdict.Refusals(gated.Record, name, new SourcePoint("--candidate")));
            }

            string target = Path.TrimEndingDirectorySeparator(context.FullPath(parsed.GetValue(output)!));
            if (!PromotedFolder.IsFree(target))
            {
                throw new UsageException(
                    "-o", $"'{parsed.GetValue(output)}' is not empty.", "Name a new folder: nothing is mixed into what is handed out.");
            }

            Demand(gated, name, RecordFile.HashOfPolicy(context, parsed.GetValue(policy)));
            var workspace = new Workspace(context);
            string source = parsed.GetValue(checkpoint) is { } folder
                ? Named(context, folder)
                : await FindAsync(context, workspace, gated.Record, name, parsed.GetValue(policy), cancel);
            PromotedFolder promoted;
            try
            {
                promoted = PromotedFolder.Create(gated, name, source, target, workspace.Progress, cancel);
            }
            catch (DiagnosticException error)
            {
                throw new RefusedException(error.Diagnostics);
            }

            Print(context, promoted, parsed.GetValue(output)!);
            return ExitCodes.Passed;
        });
        return command;
    }

    /// <exception cref="RefusedException">The record does not say that the candidate passed, by this policy.</exception>
    private static void Demand(GatedRun gated, string candidate, (string File, string Sha256)? policy)
    {
        List<Diagnostic> refusals = [.. CandidateVerdict.Refusals(gated.Record, candidate, new SourcePoint(gated.File))];
        if (policy is { } file && CandidateVerdict.PolicyDifference(gated.Record.Policy, file.Sha256, file.File) is { } difference)
        {
            refusals.Add(difference);
        }

        if (refusals.Count == 0) return;
        FindingRecord[] findings = [.. gated.Record.Findings.Where(finding => finding.Candidate == candidate && finding.Class != "pass")];
        bool isOnlyOpen = findings.All(finding => finding.Class == "undecided") && refusals.Count <= findings.Length;
        throw new RefusedException(refusals, isOnlyOpen ? ExitCodes.Inconclusive : ExitCodes.Failed);
    }

    private static string Named(ToolContext context, string folder)
    {
        string full = context.FullPath(folder);
        return Directory.Exists(full)
            ? full
            : throw new UsageException(
                "--checkpoint", $"There is no directory '{folder}'.", "Name the folder of the checkpoint that was checked.");
    }

    /// <summary>The work folder's for a recipe; for a checkpoint taken as it was, where the policy found it.</summary>
    private static async Task<string> FindAsync(
        ToolContext context, Workspace workspace, RunRecord record, string candidate, string? policy, CancellationToken cancel)
    {
        CandidateRecord found = record.Candidates.First(one => one.Name == candidate);
        const string remedy = "Name its folder by --checkpoint, or run 'check' again.";
        if (found.Quantization is { RecipeKey: { } key })
        {
            string directory = workspace.Work.Checkpoint(key[..Math.Min(key.Length, 32)]);
            return Directory.Exists(directory)
                ? directory
                : throw new UsageException("--checkpoint", $"The checkpoint is not where 'check' makes it, {directory}.", remedy);
        }

        ModelReference reference = ModelReference.TryParse(found.Model.Source, out string problem)
            ?? throw new UsageException("--checkpoint", problem, remedy);
        string folder = policy is null ? context.CurrentDirectory : Path.GetDirectoryName(context.FullPath(policy))!;
        return await UsageException.WhenWrongAsync(
            () => workspace.Locator.FindAsync(reference, folder, new SourcePoint("--checkpoint"), cancel));
    }

    private static void Print(ToolContext context, PromotedFolder promoted, string shown)
    {
        TextWriter output = context.Console.Output;
        long bytes = promoted.Files.Keys.Sum(name => new FileInfo(Path.Combine(promoted.Directory, name)).Length);
        output.WriteLine($"{shown}: {promoted.Files.Count} files, {bytes / 1e6:F2} MB, a model card and a statement of their SHA-256.");
        if (promoted.LeftOut.Count > 0)
        {
            output.WriteLine($"Left out, as the run did not measure it: {string.Join(", ", promoted.LeftOut)}.");
        }

        output.WriteLine($"Before serving: dotnet quantgate verify {shown} --record {Path.Combine(shown, PromotedFolder.StatementFile)}");
    }
}
