using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelGate.Models.Tests.Templates;

/// <summary>Another implementation of Jinja in a process of its own: one case a line in, one answer a line out.</summary>
internal static class JinjaOracle
{
    /// <returns>Answers in the order of the cases; null where the program cannot be started or does not answer.</returns>
    public static JsonElement[]? Ask(string program, IReadOnlyList<string> arguments, string directory, IReadOnlyList<JsonObject> cases)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> errors = process.StandardError.ReadToEndAsync();
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            foreach (JsonObject one in cases) process.StandardInput.WriteLine(one.ToJsonString());
            process.StandardInput.Close();
            string[] lines = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            _ = errors.Result;
            return lines.Length == cases.Count ? [.. lines.Select(line => JsonDocument.Parse(line).RootElement)] : null;
        }
        catch (Exception error) when (error is System.ComponentModel.Win32Exception or IOException)
        {
            return null;
        }
    }
}
