using System.Globalization;
using System.Text;

namespace ModelGate.Measurement.Sandbox;

/// <summary>
/// The few lines of Python that run a program: they take it from standard input, set its limits, and print a mark that only this run
/// knows before and after it. Without the first mark the sandbox failed and not the program; without the second the program left early.
/// The first process of a container is immune to signals, those of the limits too, so there the program runs in a child.
/// </summary>
internal static class PythonLauncher
{
    private const string Code = """
        import os, sys, types
        mark, *numbers = sys.argv[1:]
        if hasattr(os, "setsid"):
            try:
                os.setsid()
            except OSError:
                pass
        try:
            import resource
        except ImportError:
            resource = None
        if resource:
            cpu, memory, processes, size, files = map(int, numbers)
            for name, soft, hard in (
                ("RLIMIT_CORE", 0, 0), ("RLIMIT_CPU", cpu, cpu + 1), ("RLIMIT_FSIZE", size, size),
                ("RLIMIT_NOFILE", files, files), ("RLIMIT_NPROC", processes, processes), ("RLIMIT_AS", memory, memory),
            ):
                if hard < 0:
                    continue
                try:
                    kind = getattr(resource, name)
                    most = resource.getrlimit(kind)[1]
                    if most != resource.RLIM_INFINITY:
                        soft, hard = min(soft, most), min(hard, most)
                    resource.setrlimit(kind, (soft, hard))
                except (AttributeError, ValueError, OSError):
                    if sys.platform == "linux":
                        raise
        source = sys.stdin.buffer.read()
        child = os.fork() if os.getpid() == 1 else 0
        if child:
            _, status, usage = os.wait4(child, 0)
            code = os.waitstatus_to_exitcode(status)
            if code == -9 and usage.ru_utime + usage.ru_stime >= cpu:
                code = -24
            os._exit(128 - code if code < 0 else code)
        sys.argv = ["program.py"]
        launcher = sys.modules["__main__"]
        program = types.ModuleType("__main__")
        program.__builtins__ = __builtins__
        sys.modules["__main__"] = program
        def tell(sign):
            os.write(1, f"\n{mark}{sign}\n".encode())
        tell("+")
        try:
            exec(compile(source, "program.py", "exec"), program.__dict__)
        except MemoryError:
            tell("m")
            os._exit(1)
        except SystemExit:
            raise
        except BaseException:
            import traceback
            kind, error, trace = sys.exc_info()
            traceback.print_exception(kind, error, trace.tb_next)
            sys.exit(1)
        tell("-")
        """;

    // Signals as exit codes: SIGKILL comes from the hard CPU limit or from a container's memory limit, SIGXCPU from the soft CPU limit.
    private const int Killed = 128 + 9;
    private const int CpuTimeExceeded = 128 + 24;

    /// <summary>Arguments of the interpreter: isolated from the user's settings and packages. A negative limit is none.</summary>
    /// <param name="mark">Not to be guessed by the program.</param>
    public static IReadOnlyList<string> Arguments(string mark, SandboxLimits limits) =>
    [
        "-I", "-B", "-X", "utf8", "-c", Code, mark,
        .. new[] { CpuSeconds(limits), limits.MemoryBytes, limits.Processes, limits.FileBytes, limits.OpenFiles }
            .Select(number => number.ToString(CultureInfo.InvariantCulture)),
    ];

    public static long CpuSeconds(SandboxLimits limits) => Math.Max(1, (long)Math.Ceiling(limits.CpuTime.TotalSeconds));

    /// <summary>A program is text of any kind; a lone surrogate becomes a syntax error of Python's, not an error here.</summary>
    public static byte[] Input(PythonProgram program) => Encoding.UTF8.GetBytes(program.Source);

    /// <returns>Null where the program never began.</returns>
    /// <param name="killMeansMemory">The backend ends a program that uses too much memory by a signal.</param>
    public static SandboxResult? Judge(string mark, ProcessOutcome outcome, SandboxLimits limits, bool killMeansMemory)
    {
        switch (outcome.End)
        {
            case ProcessEnd.WallTime:
                return new SandboxResult.TimedOut(limits.WallTime);
            case ProcessEnd.Output:
                return new SandboxResult.OutputTooLarge(limits.OutputBytes);
        }

        if (!outcome.Output.Contains(mark + "+", StringComparison.Ordinal)) return null;
        if (outcome.Output.Contains(mark + "m", StringComparison.Ordinal)) return new SandboxResult.OutOfMemory(limits.MemoryBytes);
        if (outcome.ExitCode == CpuTimeExceeded || (outcome.ExitCode == Killed && !killMeansMemory))
        {
            return new SandboxResult.TimedOut(limits.CpuTime);
        }

        if (outcome.ExitCode == Killed) return new SandboxResult.OutOfMemory(limits.MemoryBytes);
        bool reachedEnd = outcome.Output.Contains(mark + "-", StringComparison.Ordinal);
        return outcome.ExitCode == 0 && reachedEnd
            ? new SandboxResult.Passed()
            : new SandboxResult.Failed(outcome.ExitCode, Tail(outcome.Error));
    }

    public static string Tail(string error, int length = 2000) => error.Length <= length ? error : error[^length..];
}
