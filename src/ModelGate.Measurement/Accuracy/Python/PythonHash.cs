using System.Security.Cryptography;
using System.Text;

namespace ModelGate.Measurement.Accuracy.Python;

/// <summary>The harness's <c>hash_string</c>.</summary>
public static class PythonHash
{
    /// <summary>SHA-256 of the UTF-8 bytes in lower-case hexadecimal.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
