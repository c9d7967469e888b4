using System.Text;
using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Promotion;

/// <summary>
/// A candidate handed out: the files that the run measured, licence and quantizer's report beside them, a model card and a statement. The
/// folder appears whole or not at all.
/// </summary>
/// <param name="Files">SHA-256 by name: the statement's subjects.</param>
/// <param name="LeftOut">Files of the source that the run did not measure.</param>
public sealed record PromotedFolder(string Directory, IReadOnlyDictionary<string, string> Files, IReadOnlyList<string> LeftOut)
{
    /// <summary>The in-toto statement, in the folder.</summary>
    public const string StatementFile = CheckpointFolder.Statement;

    private const string Remedy = "Run 'check' again; what passed is what ships.";

    /// <summary>Absent or empty: nothing is mixed into what is handed out.</summary>
    public static bool IsFree(string target) =>
        !File.Exists(target)
        && (!System.IO.Directory.Exists(target) || !System.IO.Directory.EnumerateFileSystemEntries(target).Any());

    /// <param name="candidate">Has no <see cref="CandidateVerdict.Refusals"/>.</param>
    /// <param name="source">Where the checkpoint lies.</param>
    /// <param name="target">A full path that <see cref="IsFree"/>.</param>
    /// <exception cref="DiagnosticException">QG0922: each file of the source that is not what the run measured.</exception>
    /// <exception cref="IOException">The target cannot be written, or is not free.</exception>
    public static PromotedFolder Create(
        GatedRun run, string candidate, string source, string target, IRunProgress progress, CancellationToken cancel)
    {
        CandidateVerdict verdict = CandidateVerdict.Of(run.Record, candidate);
        IReadOnlyDictionary<string, string> measured = verdict.Candidate.Model.Files
            ?? throw new ArgumentException($"The record does not name the files of '{candidate}'.", nameof(candidate));
        if (!IsFree(target)) throw new IOException($"'{target}' is not empty.");
        IReadOnlyList<string> present = CheckpointFolder.FilesOf(source);
        string[] others = [.. present.Where(name => !measured.ContainsKey(name))];
        bool hasFirstCard = present.Contains(CheckpointFolder.EarlierCard);
        string[] companions =
        [
            .. others.Where(CheckpointFolder.IsCompanion).Where(name => name != CheckpointFolder.Card || !hasFirstCard),
        ];
        string[] leftOut = [.. others.Except(companions)];
        DemandSame(source, measured, present, [.. leftOut.Where(name => !CheckpointFolder.IsEvidence(name))]);

        string partial = target + ".partial";
        if (System.IO.Directory.Exists(partial)) System.IO.Directory.Delete(partial, recursive: true);
        System.IO.Directory.CreateDirectory(partial);
        try
        {
            var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
            Copy(source, partial, measured, files, progress, cancel);
            foreach (string name in companions)
            {
                string shipped = name == CheckpointFolder.Card ? CheckpointFolder.EarlierCard : name;
                files[shipped] = FileDigest.Copy(Path.Combine(source, name), Path.Combine(partial, shipped), cancel);
            }

            Write(partial, CheckpointFolder.Card, ModelCard.Of(run, verdict, files.ContainsKey(CheckpointFolder.EarlierCard)));
            files[CheckpointFolder.Card] = FileDigest.Of(Path.Combine(partial, CheckpointFolder.Card), copy: null, cancel);
            Statement statement = StatementWriter.Of(run.Record, verdict, run.Sha256, files);
            Write(partial, CheckpointFolder.Statement, StatementJson.Write(statement));
            Write(partial, CheckpointFolder.Predicate, StatementJson.Write(statement.Predicate));
            Write(partial, CheckpointFolder.Checksums, string.Concat(files.Select(file => $"{file.Value}  {file.Key}\n")));
            if (System.IO.Directory.Exists(target)) System.IO.Directory.Delete(target);
            System.IO.Directory.Move(partial, target);
            return new PromotedFolder(target, files, leftOut);
        }
        catch
        {
            System.IO.Directory.Delete(partial, recursive: true);
            throw;
        }
    }

    /// <summary>
    /// By names alone. A file that the content hash would cover and the record does not name was added after the run: the source is no
    /// longer the measured checkpoint, even though the file would not be copied.
    /// </summary>
    private static void DemandSame(
        string source, IReadOnlyDictionary<string, string> measured, IReadOnlyList<string> present, IReadOnlyList<string> others)
    {
        Diagnostic[] problems =
        [
            .. measured.Keys.Except(present).Select(name => Problem(name, "The file is missing.")),
            .. others.Where(CheckpointFolder.IsRead).Select(name => Problem(name, "The file was not there when the run measured.")),
        ];
        if (problems.Length > 0) throw new DiagnosticException(problems);

        Diagnostic Problem(string name, string problem) => new(
            PromotionCodes.OtherBytes, new SourcePoint(Path.Combine(source, name)), problem, Remedy);
    }

    private static void Copy(
        string source, string partial, IReadOnlyDictionary<string, string> measured, SortedDictionary<string, string> files,
        IRunProgress progress, CancellationToken cancel)
    {
        progress.Begin($"copy {measured.Count} files");
        List<Diagnostic> problems = [];
        foreach (string name in measured.Keys.Order(StringComparer.Ordinal))
        {
            progress.Advance((double)files.Count / measured.Count, name);
            string actual = FileDigest.Copy(Path.Combine(source, name), Path.Combine(partial, name), cancel);
            files[name] = actual;
            if (actual == measured[name]) continue;
            problems.Add(new(
                PromotionCodes.OtherBytes, new SourcePoint(Path.Combine(source, name)),
                FolderComparison.Different(actual, name, measured), Remedy));
        }

        progress.End(problems.Count == 0 ? "as measured" : $"{problems.Count} wrong");
        if (problems.Count > 0) throw new DiagnosticException(problems);
    }

    private static void Write(string folder, string name, string text) =>
        File.WriteAllText(Path.Combine(folder, name), text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
}
