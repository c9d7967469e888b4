using System.Security.Cryptography;
using System.Text;
using ModelGate.Gate.Policies;
using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Measurement.Accuracy.Python;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Locks;

/// <summary>Documents of the Hub as the lock file has them: its revision is asked for, and what comes must be what was fetched.</summary>
/// <param name="requiresLock">Whatever the lock file does not name is refused, as in CI; else it is noted.</param>
public sealed class LockedDocuments(LockFile? locked, IDocumentSource source, bool requiresLock) : IDocumentSource
{
    private readonly SortedSet<string> unlocked = new(StringComparer.Ordinal);

    /// <summary>Data sets that were read and are not in the lock file.</summary>
    public IReadOnlyCollection<string> Unlocked => unlocked;

    public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task)
    {
        if (KeyOf(dataset, split) is not var (name, key)) return source.Read(dataset, split, task);
        if (locked?.Datasets.GetValueOrDefault(name) is not { } entry || !entry.Splits.TryGetValue(key, out LockedSplit? expected))
        {
            bool isPinned = dataset is DatasetReference.Hub { Revision: not null } or DatasetReference.HubFiles { Revision: not null };
            if (requiresLock && !isPinned)
            {
                throw new DiagnosticException(
                    PolicyCodes.NotPinned, task, $"The data set {name} ({key}) is not pinned, and this is CI.",
                    $"Run 'quantgate fetch' and commit {LockFile.FileName}.");
            }

            if (!isPinned) unlocked.Add(name);
            return source.Read(dataset, split, task);
        }

        DocumentSet read = source.Read(At(dataset, entry.Revision), split, task);
        if (HashOf(read) == expected.Sha256) return read;
        throw new DiagnosticException(
            PolicyCodes.LockMismatch, new(read.Documents[0].At.File),
            $"The documents of {name} ({key}) are not those of {LockFile.FileName}: {read.Documents.Count} rows, {expected.Rows} expected.",
            "Restore them, or run 'quantgate fetch' again and commit the new lock file.");
    }

    /// <summary>SHA-256 over every row as JSON, a line each.</summary>
    internal static string HashOf(DocumentSet documents)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Document document in documents.Documents)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(PythonJson.Dumps(document.Fields) + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Null for what is not on the Hub.</summary>
    internal static (string Dataset, string Split)? KeyOf(DatasetReference dataset, string split) => dataset switch
    {
        DatasetReference.Hub hub => (hub.Path, $"{hub.ConfigurationName}/{split}"),
        DatasetReference.HubFiles files => (files.Path, $"files/{split}"),
        _ => null,
    };

    private static DatasetReference At(DatasetReference dataset, string revision) => dataset switch
    {
        DatasetReference.Hub hub => hub with { Revision = revision },
        DatasetReference.HubFiles files => files with { Revision = revision },
        _ => dataset,
    };
}
