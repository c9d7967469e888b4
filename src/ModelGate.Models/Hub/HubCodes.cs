namespace ModelGate.Models.Hub;

/// <summary>Diagnostic codes of the Hub; a code never changes its meaning.</summary>
internal static class HubCodes
{
    public const string ReferenceWrong = "QG0401";
    public const string NotFound = "QG0402";
    public const string NotCached = "QG0403";
    public const string AccessDenied = "QG0404";
    public const string Unreachable = "QG0405";
    public const string HashWrong = "QG0406";
    public const string ReplyWrong = "QG0407";
    public const string NoModel = "QG0408";
    public const string CacheUnwritable = "QG0409";
}
