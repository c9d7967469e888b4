using ModelGate.Models.Checkpoints;
using ModelGate.Numerics;
using ModelGate.Numerics.Blocks;

namespace ModelGate.Models.Engines.Cpu;

/// <summary>The layout in which a weight is kept for its kernel. Linears that are fused have one format.</summary>
internal abstract unsafe record PackedFormat
{
    private PackedFormat()
    {
    }

    /// <summary>As the packed cache stores it.</summary>
    public abstract string Name { get; }

    public abstract long PackedBytes(int n, int k);

    /// <summary>A matrix over packed bytes that it does not own.</summary>
    public abstract PackedMatrix View(byte* packed, int n, int k);

    /// <summary>Packs the parts one below the other.</summary>
    public abstract void Pack(IReadOnlyList<LinearWeights> parts, int k, byte* destination, WorkerPool pool);

    public static PackedFormat Of(LinearWeights weights) => weights switch
    {
        LinearWeights.Dense { Weight.Type: DType.BF16 } => new BFloat16(),
        LinearWeights.Dense => new Single(),
        LinearWeights.Int8 => new Int8(),
        LinearWeights.Fp8 => new Fp8(),
        LinearWeights.Int4 int4 => new Int4(int4.GroupSize),
        LinearWeights.Int8WeightOnly int8 => new Int8WeightOnly(int8.GroupSize),
        _ => throw new NotSupportedException($"No kernel for {weights.GetType().Name}."),
    };

    /// <summary>F32 weights, and F16 weights, which FP32 holds exactly.</summary>
    public sealed record Single : PackedFormat
    {
        private const int StripeRows = 256;

        public override string Name => "f32";

        public override long PackedBytes(int n, int k) => F32Matrix.PackedBytes(n, k);

        public override PackedMatrix View(byte* packed, int n, int k) => new F32Matrix(packed, n, k);

        public override void Pack(IReadOnlyList<LinearWeights> parts, int k, byte* destination, WorkerPool pool)
        {
            TensorView[] weights = [.. parts.Select(part => ((LinearWeights.Dense)part).Weight)];
            if (Array.TrueForAll(weights, weight => weight.Type == DType.F32))
            {
                F32Matrix.Pack([.. weights.Select(weight => new RowSource(weight.Data, (int)weight.Shape[0]))], k, destination, pool);
                return;
            }

            // Widened a stripe at a time, so that no second copy of the weight is ever in memory. Stripes are whole panels.
            int rows = parts.Sum(part => part.Rows);
            using var stripe = NativeBuffer.OfFloats((long)StripeRows * k);
            for (int first = 0; first < rows; first += StripeRows)
            {
                int count = Math.Min(StripeRows, rows - first);
                pool.Run(count, (i, _) => CopyRow(weights, first + i, new Span<float>(stripe.Floats + ((nint)i * k), k)));
                byte* target = destination + (first == 0 ? 0 : F32Matrix.PackedBytes(first, k));
                F32Matrix.Pack([new RowSource(stripe.Floats, count)], k, target, pool);
            }
        }

        private static void CopyRow(TensorView[] stacked, int row, Span<float> destination)
        {
            int part = 0;
            while (row >= stacked[part].Shape[0]) row -= (int)stacked[part++].Shape[0];
            stacked[part].CopySingles((long)row * destination.Length, destination);
        }
    }

    public sealed record BFloat16 : PackedFormat
    {
        public override string Name => "bf16";

        public override long PackedBytes(int n, int k) => BF16Matrix.PackedBytes(n, k);

        public override PackedMatrix View(byte* packed, int n, int k) => new BF16Matrix(packed, n, k);

        public override void Pack(IReadOnlyList<LinearWeights> parts, int k, byte* destination, WorkerPool pool) =>
            BF16Matrix.Pack(
                [.. parts.Select(part => new RowSource(((LinearWeights.Dense)part).Weight.Data, part.Rows))], k, destination, pool);
    }

    public sealed record Int8 : PackedFormat
    {
        public override string Name => "int8";

        public override long PackedBytes(int n, int k) => Int8Matrix.PackedBytes(n, k);

        public override PackedMatrix View(byte* packed, int n, int k) => new Int8Matrix(packed, n, k);

        public override void Pack(IReadOnlyList<LinearWeights> parts, int k, byte* destination, WorkerPool pool)
        {
            using var sources = new ScaledSources(parts.Count);
            foreach (LinearWeights.Int8 part in parts.Cast<LinearWeights.Int8>()) sources.Add(part.Codes.Data, part.Rows, part.Scale, 1);
            Int8Matrix.Pack(sources.Rows, k, destination, pool);
        }
    }

    public sealed record Fp8 : PackedFormat
    {
        public override string Name => "fp8";

        public override long PackedBytes(int n, int k) => Fp8Matrix.PackedBytes(n, k);

        public override PackedMatrix View(byte* packed, int n, int k) => new Fp8Matrix(packed, n, k);

        public override void Pack(IReadOnlyList<LinearWeights> parts, int k, byte* destination, WorkerPool pool)
        {
            using var sources = new ScaledSources(parts.Count);
            foreach (LinearWeights.Fp8 part in parts.Cast<LinearWeights.Fp8>()) sources.Add(part.Codes.Data, part.Rows, part.Scale, 1);
            Fp8Matrix.Pack(sources.Rows, k, destination, pool);
        }
    }

    public sealed record Int4(int GroupSize) : PackedFormat
    {
        public override string Name => $"int4:{GroupSize}";

        public override long PackedBytes(int n, int k) => Int4Matrix.PackedBytes(n, k, GroupSize);

        public override PackedMatrix View(byte* packed, int n, int k) => new Int4Matrix(packed, n, k, GroupSize);

        public override void Pack(IReadOnlyList<LinearWeights> parts, int k, byte* destination, WorkerPool pool)
        {
            using var sources = new ScaledSources(parts.Count);
            foreach (LinearWeights.Int4 part in parts.Cast<LinearWeights.Int4>())
            {
                sources.Add(part.Words.Data, part.Rows, part.Scale, k / GroupSize);
            }

            Int4Matrix.Pack(sources.Rows, k, GroupSize, destination, pool);
        }
    }

    public sealed record Int8WeightOnly(int GroupSize) : PackedFormat
    {
        public override string Name => $"int8w:{GroupSize}";

        public override long PackedBytes(int n, int k) => Int8WeightOnlyMatrix.PackedBytes(n, k, GroupSize);

        public override PackedMatrix View(byte* packed, int n, int k) => new Int8WeightOnlyMatrix(packed, n, k, GroupSize);

        public override void Pack(IReadOnlyList<LinearWeights> parts, int k, byte* destination, WorkerPool pool)
        {
            using var sources = new ScaledSources(parts.Count);
            foreach (LinearWeights.Int8WeightOnly part in parts.Cast<LinearWeights.Int8WeightOnly>())
            {
                byte* codes = sources.Take((long)part.Rows * k);
                nint stride = ((nint)k + 3) / 4 * 4;
                pool.Run(part.Rows, (row, _) =>
                {
                    // Stored as code + 128.
                    for (int i = 0; i < k; i++) codes[((nint)row * k) + i] = (byte)(part.Words.Data[(row * stride) + i] ^ 0x80);
                });
                sources.Add(codes, part.Rows, part.Scale, k / GroupSize);
            }

            Int8WeightOnlyMatrix.Pack(sources.Rows, k, GroupSize, destination, pool);
        }
    }
}
