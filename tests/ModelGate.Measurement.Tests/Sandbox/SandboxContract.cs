using System.Net;
using System.Net.Sockets;
using ModelGate.Measurement.Sandbox;

namespace ModelGate.Measurement.Tests.Sandbox;

/// <summary>What every way to run a program must do, whether it isolates or not.</summary>
public abstract class SandboxContract
{
    /// <summary>Wall time is generous: on a busy machine it must not decide a test that another limit should.</summary>
    protected static SandboxLimits Limits { get; } = new()
    {
        CpuTime = TimeSpan.FromSeconds(1),
        WallTime = TimeSpan.FromSeconds(120),
        MemoryBytes = 512L << 20,
        Processes = 8,
        FileBytes = 1 << 20,
        OutputBytes = 200_000,
    };

    /// <summary>Skips the test where this machine has no such sandbox.</summary>
    protected abstract Task<ISandbox> SandboxAsync();

    [Fact]
    public async Task Run_program_that_reaches_its_end_passes() =>
        AssertPassed(await RunAsync("def add(a, b):\n    return a + b\n\nassert add(2, 2) == 4\nprint('é😀')"));

    [Fact]
    public async Task Run_program_is_the_main_module()
    {
        const string source = """
            import dataclasses, pickle, sys
            @dataclasses.dataclass
            class Point:
                x: "int"
            assert __name__ == "__main__" and pickle.loads(pickle.dumps(Point(1))) == Point(1)
            assert sys.argv == ["program.py"] and sys.flags.isolated
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task Run_assertion_that_fails_shows_the_error_at_its_line()
    {
        var failed = Assert.IsType<SandboxResult.Failed>(await RunAsync("x = 1\nassert x == 2, 'x is one'\n"));
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("AssertionError: x is one", failed.ErrorTail, StringComparison.Ordinal);
        Assert.Contains("\"program.py\", line 2", failed.ErrorTail, StringComparison.Ordinal);
        Assert.DoesNotContain("<string>", failed.ErrorTail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("def f(:\n  pass")]
    [InlineData("x = '''open")]
    [InlineData("\0")]
    [InlineData("if True:\nx = 1")]
    public async Task Run_program_with_a_syntax_error_fails(string source)
    {
        var failed = Assert.IsType<SandboxResult.Failed>(await RunAsync(source));
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("Error", failed.ErrorTail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("import sys\nsys.exit()\nassert False", 0)]
    [InlineData("import os\nos._exit(0)\nassert False", 0)]
    [InlineData("raise SystemExit(3)", 3)]
    public async Task Run_program_that_leaves_before_its_end_fails(string source, int code) =>
        Assert.Equal(code, Assert.IsType<SandboxResult.Failed>(await RunAsync(source)).ExitCode);

    [Fact]
    public async Task Run_program_that_dies_by_a_signal_fails() => Assert.Equal(
        128 + 6, Assert.IsType<SandboxResult.Failed>(await RunAsync("import os, signal\nos.kill(os.getpid(), signal.SIGABRT)")).ExitCode);

    [Fact]
    public async Task Run_endless_loop_ends_at_the_limit_of_CPU_time() =>
        Assert.Equal(new SandboxResult.TimedOut(Limits.CpuTime), await RunAsync("while True:\n    pass"));

    [Fact]
    public async Task Run_endless_loop_that_ignores_the_signal_ends_too() => Assert.Equal(
        new SandboxResult.TimedOut(Limits.CpuTime),
        await RunAsync("import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True:\n    pass"));

    [Fact]
    public async Task Run_program_that_sleeps_ends_at_the_limit_of_wall_time()
    {
        SandboxLimits limits = Limits with { WallTime = TimeSpan.FromSeconds(2) };
        Assert.Equal(new SandboxResult.TimedOut(limits.WallTime), await RunAsync("import time\ntime.sleep(1e6)", limits));
    }

    [Fact]
    public async Task Run_memory_hog_runs_out_of_memory() =>
        Assert.Equal(new SandboxResult.OutOfMemory(Limits.MemoryBytes), await RunAsync("x = bytearray(4 << 30)"));

    [Fact]
    public async Task Run_memory_hog_by_small_pieces_runs_out_of_memory() => Assert.Equal(
        new SandboxResult.OutOfMemory(Limits.MemoryBytes), await RunAsync("x = []\nwhile True:\n    x.append(bytearray(1 << 20))"));

    [Theory]
    [InlineData("while True:\n    print('x' * 100000)")]
    [InlineData("import sys\nwhile True:\n    sys.stderr.write('x' * 100000)")]
    [InlineData("import os\nwhile True:\n    os.write(1, b'x' * 100000)")]
    public async Task Run_program_that_prints_without_end_is_stopped(string source) =>
        Assert.Equal(new SandboxResult.OutputTooLarge(Limits.OutputBytes), await RunAsync(source));

    [Fact]
    public async Task Run_program_finds_no_input()
    {
        const string source = """
            import sys
            assert sys.stdin.read() == ""
            try:
                input()
            except EOFError:
                pass
            else:
                raise AssertionError("there was input")
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task Run_program_can_use_its_temporary_folder()
    {
        const string source = """
            import os, tempfile
            with tempfile.NamedTemporaryFile("w+") as file:
                file.write("x" * 1000)
                file.flush()
                assert os.path.getsize(file.name) == 1000
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task Run_file_above_the_limit_cannot_be_written()
    {
        const string source = """
            import os, signal, tempfile
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            try:
                with tempfile.TemporaryFile() as file:
                    for _ in range(64):
                        file.write(b"x" * (1 << 20))
            except OSError:
                pass
            else:
                raise AssertionError("64 MiB were written")
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task Run_environment_of_the_caller_is_not_visible()
    {
        Environment.SetEnvironmentVariable("QUANTGATE_TEST_SECRET", "s3cret");
        AssertPassed(await RunAsync("import os\nassert 'QUANTGATE_TEST_SECRET' not in os.environ, os.environ"));
    }

    [Fact]
    public async Task Run_child_left_behind_does_not_hold_the_run_up()
    {
        const string source = """
            import os, time
            if os.fork() == 0:
                time.sleep(1e6)
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task RunAll_gives_results_in_order()
    {
        ISandbox sandbox = await SandboxAsync();
        PythonProgram[] programs = [.. Enumerable.Range(0, 12).Select(i => new PythonProgram($"raise SystemExit({i})"))];
        IReadOnlyList<SandboxResult> results = await sandbox.RunAllAsync(
            programs, Limits, parallelism: 4, cancel: TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range(0, 12), results.Select(result => Assert.IsType<SandboxResult.Failed>(result).ExitCode));
    }

    [Fact]
    public async Task Run_that_is_cancelled_throws()
    {
        ISandbox sandbox = await SandboxAsync();
        using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => sandbox.RunAsync(new PythonProgram("import time\ntime.sleep(1e6)"), Limits, cancel.Token));
    }

    /// <summary>Shows the program's own error where it did not pass.</summary>
    protected static void AssertPassed(SandboxResult result) => Assert.True(result is SandboxResult.Passed, $"{result}");

    protected async Task<SandboxResult> RunAsync(string source, SandboxLimits? limits = null) =>
        await (await SandboxAsync()).RunAsync(new PythonProgram(source), limits ?? Limits, TestContext.Current.CancellationToken);
}

/// <summary>What a sandbox must do besides.</summary>
public abstract class IsolationContract : SandboxContract
{
    [Fact]
    public async Task Run_fork_bomb_meets_the_limit_of_processes()
    {
        const string source = """
            import os, time
            children = 0
            try:
                while True:
                    if os.fork() == 0:
                        time.sleep(1e6)
                    children += 1
            except OSError:
                pass
            assert 0 < children <= 8, children
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task Run_fork_bomb_that_never_gives_up_ends_at_a_limit_of_time()
    {
        const string source = """
            import os
            while True:
                try:
                    os.fork()
                except OSError:
                    pass
            """;
        SandboxLimits limits = Limits with { WallTime = TimeSpan.FromSeconds(4) };
        Assert.IsType<SandboxResult.TimedOut>(await RunAsync(source, limits));
    }

    [Fact]
    public async Task Run_program_reaches_no_network()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string source = $"""
            import socket
            for address in ("127.0.0.1", {((IPEndPoint)listener.LocalEndpoint).Port}), ("192.0.2.1", 80):
                try:
                    socket.create_connection(address, timeout=5)
                except OSError:
                    continue
                raise AssertionError("connected")
            interfaces = [name for _, name in socket.if_nameindex()]
            assert interfaces == ["lo"], interfaces
            """;
        AssertPassed(await RunAsync(source));
        Assert.False(listener.Pending());
    }

    [Fact]
    public async Task Run_program_cannot_write_outside_its_folder()
    {
        const string source = """
            import os
            for path in "/x", "/usr/x", "/etc/x", "/home/x", "/root/x", "/var/x", "/usr/lib/python3/x", "/proc/x":
                try:
                    open(path, "w")
                except OSError:
                    continue
                raise AssertionError(path)
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task Run_program_does_not_see_the_callers_files()
    {
        string secret = Path.Combine(Path.GetTempPath(), $"quantgate-secret-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(secret, "secret", TestContext.Current.CancellationToken);
        try
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            string source = $"""
                import os
                for path in {Literal(secret)}, "/etc/shadow", {Literal(AppContext.BaseDirectory)}:
                    try:
                        open(path) if not path.endswith("/") else os.listdir(path)
                    except OSError:
                        continue
                    raise AssertionError(path)
                try:
                    visible = os.listdir({Literal(home)})
                except OSError:
                    visible = []
                assert visible in ([], [".pyenv"]), visible
                """;
            AssertPassed(await RunAsync(source));
        }
        finally
        {
            File.Delete(secret);
        }
    }

    [Fact]
    public async Task Run_program_is_nobody_and_stays_nobody()
    {
        const string source = """
            import os
            assert os.getuid() == 65534 and os.getgid() == 65534, (os.getuid(), os.getgid())
            for change in (lambda: os.setuid(0), lambda: os.chroot("/tmp"), lambda: os.setgroups([])):
                try:
                    change()
                except OSError:
                    continue
                raise AssertionError("privileged")
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task Run_program_sees_no_other_process()
    {
        string source = $$"""
            import os
            try:
                os.kill({{Environment.ProcessId}}, 0)
            except ProcessLookupError:
                pass
            else:
                raise AssertionError("visible")
            if os.path.isdir("/proc/self"):
                assert len([name for name in os.listdir("/proc") if name.isdigit()]) < 5
            """;
        AssertPassed(await RunAsync(source));
    }

    [Fact]
    public async Task Run_folder_for_temporary_files_is_small_as_a_whole()
    {
        const string source = """
            import os, tempfile
            files = []
            try:
                for _ in range(16):
                    files.append(tempfile.TemporaryFile())
                    files[-1].write(b"x" * (1 << 18))
                    files[-1].flush()
            except OSError:
                pass
            else:
                raise AssertionError("4 MiB were written")
            """;
        AssertPassed(await RunAsync(source));
    }

    private static string Literal(string path) => $"\"{path.Replace("\\", "\\\\", StringComparison.Ordinal)}\"";
}
