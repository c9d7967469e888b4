using System.IO.Compression;
using System.Text;

namespace ModelGate.GitHub.Tests.Baselines;

/// <summary>Archives as artifacts have them, good and bad.</summary>
internal static class Zip
{
    public static byte[] Of(params IReadOnlyList<(string Name, string Text)> files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return bytes.ToArray();
    }

    /// <summary>A few KB that become many MB.</summary>
    public static byte[] Bomb(string name, long bytes)
    {
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
            byte[] blanks = new byte[1 << 20];
            for (long written = 0; written < bytes; written += blanks.Length) entry.Write(blanks);
        }

        return archive.ToArray();
    }
}
