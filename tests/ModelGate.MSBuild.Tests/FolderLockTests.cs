using ModelGate.Testing;

namespace ModelGate.MSBuild.Tests;

public sealed class FolderLockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly ManualResetEvent cancelled = new(false);

    [Fact]
    public void Take_waits_for_the_one_before()
    {
        FolderLock first = FolderLock.Take(folder.Path, () => Assert.Fail("Nobody is before it."), cancelled);
        using ManualResetEventSlim waits = new();
        using ManualResetEventSlim taken = new();
        Thread second = new(() =>
        {
            using FolderLock turn = FolderLock.Take(folder.Path, waits.Set, cancelled);
            taken.Set();
        });
        second.Start();
        waits.Wait(TestContext.Current.CancellationToken);
        Assert.False(taken.IsSet);
        first.Dispose();
        taken.Wait(TestContext.Current.CancellationToken);
        second.Join();
    }

    [Fact]
    public void Take_ends_when_it_is_cancelled()
    {
        using FolderLock first = FolderLock.Take(folder.Path, () => { }, cancelled);
        using FolderLock second = FolderLock.Take(folder.Path, () => cancelled.Set(), cancelled);
        Assert.True(cancelled.WaitOne(0));
    }

    [Fact]
    public void Take_of_a_folder_that_cannot_hold_a_lock_does_not_wait()
    {
        File.WriteAllText(folder.Combine(".quantgate"), "A file where the work folder belongs.");
        using FolderLock turn = FolderLock.Take(folder.Path, () => Assert.Fail("It waits."), cancelled);
    }

    public void Dispose()
    {
        cancelled.Dispose();
        folder.Dispose();
    }
}
