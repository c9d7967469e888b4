using ModelGate.Measurement.Accuracy;
using ModelGate.Measurement.Accuracy.Documents;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Locks;

/// <summary>Passes documents on, and leaves what came from the Hub in a data folder and in a lock file.</summary>
/// <param name="revisionOf">The revision of a data set that was just read.</param>
internal sealed class FetchedDocuments(IDocumentSource source, Func<string, string> revisionOf, string directory, LockFile locked)
    : IDocumentSource
{
    public DocumentSet Read(DatasetReference dataset, string split, SourcePoint task)
    {
        DocumentSet read = source.Read(dataset, split, task);
        if (LockedDocuments.KeyOf(dataset, split) is not var (name, key)) return read;
        Copy(read, DataFolder.RelativePaths(dataset, split, task));
        string revision = revisionOf(name);
        if (locked.Datasets.GetValueOrDefault(name) is not { } entry || entry.Revision != revision)
        {
            locked.Datasets[name] = entry = new(revision, new(StringComparer.Ordinal));
        }

        entry.Splits[key] = new(read.Documents.Count, LockedDocuments.HashOf(read));
        return read;
    }

    private void Copy(DocumentSet read, IReadOnlyList<string> targets)
    {
        string[] files = [.. read.Documents.Select(document => document.At.File).Distinct()];
        for (int i = 0; i < files.Length; i++)
        {
            string target = Path.Combine(directory, targets[i]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(files[i], target, overwrite: true);
        }
    }
}
