using System.IO.Compression;
using ModelGate.Gate.Records;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Baselines;

/// <summary>Takes the run record out of an artifact's archive. Nothing is written to disk and nothing else is read.</summary>
internal static class RunArchive
{
    /// <summary>Of the archive, and of the record in it.</summary>
    public const int MostBytes = 64 << 20;

    /// <param name="name">For messages.</param>
    /// <exception cref="DiagnosticException">QG1017: no archive, without a record, or larger than it says. QG0901: no record.</exception>
    public static RunRecord Read(byte[] archive, string name)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(archive), ZipArchiveMode.Read);
            ZipArchiveEntry entry = zip.GetEntry(RunRecord.FileName) ?? throw Wrong(name, $"it holds no {RunRecord.FileName}");
            using Stream packed = entry.Open();
            using var record = new MemoryStream();

            // The stated length is the packer's claim; what comes out is counted.
            byte[] buffer = new byte[81_920];
            for (int read; (read = packed.Read(buffer)) > 0;)
            {
                if (record.Length + read > MostBytes) throw Wrong(name, $"its {RunRecord.FileName} is larger than {MostBytes} bytes");
                record.Write(buffer, 0, read);
            }

            record.Position = 0;
            return RunRecordJson.Read(record, $"{name}/{RunRecord.FileName}");
        }
        catch (InvalidDataException error)
        {
            throw Wrong(name, $"it is no zip archive: {error.Message}");
        }
    }

    private static DiagnosticException Wrong(string name, string problem) => new(
        "QG1017", new SourcePoint(name), $"The artifact cannot be used: {problem}.",
        $"Upload the folder that 'check' wrote, with {RunRecord.FileName} at its root.");
}
