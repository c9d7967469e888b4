using System.ComponentModel;

namespace ModelGate.MSBuild;

/// <summary>One policy in one build: skip what passed, run the tool, say what is wrong.</summary>
internal sealed class PolicyGate(PolicyItem policy, GateLog log, WaitHandle cancelled)
{
    private const int LastLines = 5;

    private string RecordFile => Path.Combine(policy.OutputDirectory, "run.json");

    private string InputsFile => Path.Combine(policy.StateDirectory, "inputs.txt");

    public void Check(ToolSearch search)
    {
        if (!File.Exists(policy.File))
        {
            log.Error(BuildCodes.NoPolicy, policy.File, 0, 0, $"There is no policy {policy.Name}. Correct the QuantGate item.");
            return;
        }

        if (search.Find(policy.Folder, out string problem) is not { } tool)
        {
            log.Error(BuildCodes.NoTool, policy.File, 0, 0, problem);
            return;
        }

        var passed = new PassedVerdict(policy.StateDirectory);
        string[] settings = [tool.Program, tool.Arguments(Arguments, policy.ExtraArguments)];
        using FolderLock turn = FolderLock.Take(
            policy.Folder, () => log.Say($"{policy.Name}: waiting for another gate in {policy.Folder}"), cancelled);
        if (cancelled.WaitOne(0)) return;
        if (File.Exists(RecordFile) && passed.Covers(settings))
        {
            log.Say($"{policy.Name}: passed earlier with the same inputs. Reports: {policy.OutputDirectory}");
            return;
        }

        passed.Begin();
        Directory.CreateDirectory(policy.OutputDirectory);
        File.Delete(RecordFile);
        File.Delete(InputsFile);
        Run(tool, passed, settings);
    }

    private void Run(ToolCommand tool, PassedVerdict passed, string[] settings)
    {
        var tail = new Queue<string>();
        int errors = log.Errors, exitCode;
        try
        {
            IEnumerable<string> reuse = passed.Reusable is { } folder ? ["--reuse", folder] : [];
            var process = new ToolProcess(tool, tool.Arguments(Arguments.Concat(reuse), policy.ExtraArguments), policy.Folder);
            exitCode = process.Run(OnLine, cancelled);
        }
        catch (Win32Exception error)
        {
            log.Error(BuildCodes.NoTool, policy.File, 0, 0, $"{tool.Program} does not start: {error.Message} {tool.Remedy}");
            return;
        }

        if (cancelled.WaitOne(0))
        {
            log.Error(BuildCodes.Stopped, policy.File, 0, 0, "The gate was stopped. The same build goes on where this one ended.");
            return;
        }

        RunFindings? findings = RunFindings.TryRead(RecordFile);
        if (exitCode == 0 && findings?.ExitCode == 0)
        {
            Say(findings);
            string[]? inputs = File.Exists(InputsFile) ? [.. File.ReadAllLines(InputsFile), .. tool.Identity] : null;
            passed.Keep(RecordFile, settings, policy.Base.Length > 0 ? null : inputs);
            return;
        }

        if (findings is not null) Say(findings);
        if (log.Errors > errors) return;
        string last = tail.Count > 0 ? $" Its last lines: {string.Join(" | ", tail)}" : "";
        log.Error(
            BuildCodes.NoVerdict, policy.File, 0, 0,
            $"The tool ended with exit code {exitCode} and {(findings is null ? "no verdict" : $"the verdict '{findings.Effective}'")}. "
            + $"{tool.Remedy}{last}");

        void OnLine(string line, bool isError)
        {
            if (isError && DiagnosticLine.TryParse(line) is { } diagnostic)
            {
                Say(diagnostic);
                return;
            }

            if (line.Trim().Length == 0) return;
            tail.Enqueue(line.Trim());
            if (tail.Count > LastLines) tail.Dequeue();
            if (isError) log.Say($"{policy.Name}: {line}");
            else log.Detail(line);
        }
    }

    private IEnumerable<string> Arguments =>
    [
        "check", Path.GetFileName(policy.File), "-o", policy.OutputDirectory, "--inputs", InputsFile,
        .. policy.Base.Length > 0 ? (string[])["--base", policy.Base] : [],
    ];

    private void Say(DiagnosticLine diagnostic)
    {
        string full = diagnostic.File.Length == 0 ? policy.File : Path.GetFullPath(Path.Combine(policy.Folder, diagnostic.File));
        bool isFile = File.Exists(full);
        string file = isFile ? full : policy.File;
        string text = isFile || diagnostic.File.Length == 0 ? diagnostic.Text : $"{diagnostic.File}: {diagnostic.Text}";
        if (diagnostic.IsError) log.Error(diagnostic.Code, file, diagnostic.Line, diagnostic.Column, text);
        else log.Warning(diagnostic.Code, file, diagnostic.Line, diagnostic.Column, text);
    }

    /// <summary>
    /// Each open gate at its line. An inconclusive verdict is an error too, as on every surface: nobody knows that the model is good
    /// enough. A policy that wants otherwise says <c>on-inconclusive: pass</c>, and the gates that are open are then told and no more.
    /// </summary>
    private void Say(RunFindings findings)
    {
        RunFinding[] open = [.. findings.All.Where(finding => !finding.IsPass)];
        bool isPass = findings.ExitCode == 0;
        foreach (RunFinding finding in open)
        {
            if (isPass) log.Say($"{policy.Name}({finding.Line},{finding.Column}): {finding}");
            else log.Error(finding.Code, policy.File, finding.Line, finding.Column, finding.ToString());
        }

        foreach (PolicyChange change in findings.Loosened)
        {
            log.Error(PolicyChange.Code, policy.File, change.Line, 0, change.ToString());
        }

        string count = $"{findings.All.Count - open.Length} of {findings.All.Count} findings passed";
        string loosened = findings.Loosened.Count > 0 ? "; the change loosens its own gate" : "";
        log.Say($"{policy.Name}: {findings.Effective}, {count}{loosened}.");
    }
}
