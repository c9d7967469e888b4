using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Testing;

namespace ModelGate.Models.Tests.Formats;

public sealed class SafetensorsFuzzTests
{
    /// <summary>Flips seeded bits of a real header; whatever still opens must lie within the file.</summary>
    [Fact]
    public void Open_header_with_flipped_bits_is_a_diagnostic_or_safe_views()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Combine("model.safetensors");
        File.Copy(Path.Combine(Repository.DemoModel, "config.json"), folder.Combine("config.json"));
        File.Copy(Path.Combine(Repository.DemoModel, "model.safetensors"), path);

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        byte[] original = new byte[8];
        file.ReadExactly(original);
        int headerLength = (int)BitConverter.ToInt64(original);
        original = new byte[8 + headerLength];
        file.Position = 0;
        file.ReadExactly(original);

        var random = new Random(20_260);
        int refused = 0;
        for (int round = 0; round < 1500; round++)
        {
            byte[] damaged = [.. original];
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                int place = round % 4 == 0 ? random.Next(8) : random.Next(damaged.Length);
                damaged[place] ^= (byte)(1 << random.Next(8));
            }

            file.Position = 0;
            file.Write(damaged);
            file.Flush();
            if (!TryRead(folder.Path, file.Length)) refused++;
        }

        Assert.InRange(refused, 1000, 1500);
    }

    private static unsafe bool TryRead(string directory, long fileLength)
    {
        try
        {
            using Checkpoint checkpoint = Checkpoint.OpenUnchecked(directory);
            long last = 0;
            foreach ((_, TensorView tensor) in checkpoint.Tensors)
            {
                Assert.InRange(tensor.ByteCount, 0, fileLength);
                if (tensor.ByteCount > 0) last += tensor.Data[0] + tensor.Data[tensor.ByteCount - 1];
            }

            Assert.True(last >= 0);
            return checkpoint.Validate().Count == 0;
        }
        catch (DiagnosticException)
        {
            return false;
        }
    }
}
