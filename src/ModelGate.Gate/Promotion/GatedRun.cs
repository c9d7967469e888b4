using System.Security.Cryptography;
using ModelGate.Gate.Records;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Gate.Promotion;

/// <summary>A run's record together with the bytes it was read from.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Sha256">Of the file.</param>
public sealed record GatedRun(RunRecord Record, string File, string Sha256)
{
    /// <exception cref="DiagnosticException">QG0901, QG0904: as <see cref="RunRecordJson.Read(string)"/> says.</exception>
    public static GatedRun Parse(byte[] bytes, string shown)
    {
        using var stream = new MemoryStream(bytes);
        return new(RunRecordJson.Read(stream, shown), shown, Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
