using System.CommandLine;
using System.Security.Cryptography;
using ModelGate.Gate.Records;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Tool.Commands;

/// <summary>Files that vouch for something, as <c>promote</c> and <c>verify</c> read them.</summary>
internal static class RecordFile
{
    /// <summary>The bytes, and the file as the user named it; a folder stands for its <c>run.json</c>.</summary>
    /// <exception cref="UsageException">It is not there.</exception>
    public static (byte[] Bytes, string Shown) Read(ToolContext context, string path, string argument)
    {
        string full = context.FullPath(path);
        bool isFolder = Directory.Exists(full);
        string file = isFolder ? Path.Combine(full, RunRecord.FileName) : full;
        if (!File.Exists(file))
        {
            throw new UsageException(argument, $"There is no '{path}'{(isFolder ? $" with a {RunRecord.FileName}" : "")}.",
                "Name the folder that 'check' wrote, or its run.json.");
        }

        return (File.ReadAllBytes(file), isFolder ? Path.Combine(path, RunRecord.FileName) : path);
    }

    /// <summary>An edited record is refused (exit 1); one that is no record at all cannot be read (exit 3).</summary>
    public static T RefuseEdited<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (DiagnosticException error) when (error.Diagnostics.All(found => found.Code == RunRecordJson.EditedCode))
        {
            throw new RefusedException(error.Diagnostics);
        }
    }

    public static Option<string?> Policy() => new("--policy")
    {
        HelpName = "FILE", Description = "The policy that must have decided.",
    };

    /// <exception cref="UsageException">There is no such file.</exception>
    public static (string File, string Sha256)? HashOfPolicy(ToolContext context, string? path)
    {
        if (path is null) return null;
        string full = context.FullPath(path);
        if (!File.Exists(full))
        {
            throw new UsageException("--policy", $"There is no file '{path}'.", "Name the policy that must have decided.");
        }

        return (path, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(full))));
    }
}
