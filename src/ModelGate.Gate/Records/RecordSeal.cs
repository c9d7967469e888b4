using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace ModelGate.Gate.Records;

/// <summary>
/// SHA-256 over what a run record says (RFC 8785, the seal itself left out), so that a value changed by hand is noticed. It is no
/// signature: whoever can compute a hash can seal what they like. Laid over the file's values, not over this version's types, so that
/// neither another indentation nor a property that a later version adds breaks it.
/// </summary>
internal static class RecordSeal
{
    public const string Property = "seal";

    /// <returns>64 lower-case hex digits.</returns>
    public static string Of(JsonElement record) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(CanonicalJson.Of(record, except: Property))));
}
