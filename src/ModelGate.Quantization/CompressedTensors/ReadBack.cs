using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Models.Formats;
using ModelGate.Numerics;
using ModelGate.Quantization.Modules;
using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.CompressedTensors;

/// <summary>Opens what was written, as any reader would, and compares it with what was meant.</summary>
/// <param name="digests"><see cref="WeightDigest"/> of each quantized layer.</param>
/// <param name="norms">Those that were changed.</param>
internal sealed class ReadBack(
    SafetensorsCollection source, QuantizationPlan plan, IReadOnlyDictionary<string, string> digests, IReadOnlyList<NormWeight> norms)
{
    /// <param name="isKnownArchitecture">
    /// Whether <see cref="Checkpoint"/> can open it, which then checks the configuration against the tensors too.
    /// </param>
    /// <exception cref="DiagnosticException">QG0531: the first thing that differs.</exception>
    public void Check(string directory, bool isKnownArchitecture, CancellationToken cancel)
    {
        using (SafetensorsCollection result = SafetensorsCollection.Open(directory))
        {
            HashSet<string> copied = new(source.Keys, StringComparer.Ordinal);
            foreach (PlannedModule module in plan.Modules.Where(module => module.Scheme is not null))
            {
                cancel.ThrowIfCancellationRequested();
                copied.Remove($"{module.Name}.weight");
                if (WeightDigest.Of(result, module.Name) != digests[module.Name])
                    throw Differs(directory, $"The codes or scales of {module.Name} are not those that were written.");
            }

            foreach (NormWeight norm in norms)
            {
                copied.Remove(norm.Name);
                if (!result.TryGetValue(norm.Name, out TensorView stored) || !stored.ToSingles().AsSpan().SequenceEqual(norm.Values))
                    throw Differs(directory, $"The weight of {norm.Name} is not the one that was written.");
            }

            foreach (string name in copied)
            {
                cancel.ThrowIfCancellationRequested();
                if (!result.TryGetValue(name, out TensorView tensor) || !IsEqual(tensor, source[name]))
                    throw Differs(directory, $"Tensor {name} is not the source's, byte for byte.");
            }
        }

        if (isKnownArchitecture) CheckConfiguration(directory);
    }

    private void CheckConfiguration(string directory)
    {
        using Checkpoint checkpoint = Checkpoint.Open(directory);
        foreach (PlannedModule module in plan.Modules)
        {
            bool agrees = (checkpoint.Linear(module.Name), module.Scheme?.Weights) switch
            {
                (LinearWeights.Dense, null) => true,
                (LinearWeights.Fp8, NumberGrid.E4M3) => true,
                (LinearWeights.Int8, NumberGrid.SignedInteger { Bits: 8 }) => true,
                (LinearWeights.Int4 int4, NumberGrid.SignedInteger { Bits: 4 }) =>
                    int4.GroupSize == module.Scheme!.Granularity.ColumnsPerScale(module.Source.Columns),
                _ => false,
            };
            if (agrees) continue;
            string scheme = module.Scheme?.Name ?? "(none)";
            throw Differs(directory, $"quantization_config does not give {module.Name} its scheme {scheme}.");
        }
    }

    private static unsafe bool IsEqual(TensorView a, TensorView b)
    {
        const int pieceBytes = 1 << 24;
        if (a.Type != b.Type || !a.Shape.SequenceEqual(b.Shape)) return false;
        for (long done = 0; done < a.ByteCount; done += pieceBytes)
        {
            int count = (int)Math.Min(pieceBytes, a.ByteCount - done);
            if (!new ReadOnlySpan<byte>(a.Data + done, count).SequenceEqual(new ReadOnlySpan<byte>(b.Data + done, count))) return false;
        }

        return true;
    }

    private static DiagnosticException Differs(string directory, string problem) => new(
        QuantizationCodes.ReadBackDiffers, new SourcePoint(directory), problem,
        "Check the disk and run again; if it happens twice, report it.");
}
