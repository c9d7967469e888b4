using ModelGate.Numerics.Blocks;
using ModelGate.Numerics.Kernels;
using ModelGate.Testing;

namespace ModelGate.Numerics.Tests.Blocks;

/// <summary>A packed matrix over guarded memory, and its definition: one output from the unpacked source by scalar arithmetic.</summary>
internal sealed unsafe class MatrixCase : IDisposable
{
    private readonly List<GuardedMemory> owned = [];

    private MatrixCase(int n, int k)
    {
        N = n;
        K = k;
    }

    public static IReadOnlyList<string> Formats { get; } = ["f32", "bf16", "int8", "fp8", "int4", "int8-weight-only"];

    public int N { get; }

    public int K { get; }

    public PackedMatrix Matrix { get; private set; } = null!;

    /// <summary>(x row, output channel) → the value that every kernel must give, bit for bit.</summary>
    public Func<float[], int, float> Define { get; private set; } = null!;

    /// <summary>(output channel, input) → the weight as a real number.</summary>
    public Func<int, int, double> Weight { get; private set; } = null!;

    /// <param name="parts">Rows of the stacked sources.</param>
    public static MatrixCase Create(string format, int[] parts, int k, int groupSize, int seed, WorkerPool pool)
    {
        int n = parts.Sum();
        int scales = n * (k / groupSize);
        var made = new MatrixCase(n, k);
        switch (format)
        {
            case "f32": made.MakeF32(parts, SeededNumbers.Floats(n * k, seed, 0.1f), pool); break;
            case "bf16": made.MakeBF16(parts, SeededNumbers.BFloat16s(n * k, seed), pool); break;
            case "int8": made.MakeInt8(parts, SeededNumbers.Bytes(n * k, seed), SeededNumbers.Scales(n, seed + 1), pool); break;
            case "fp8": made.MakeFp8(parts, SeededNumbers.E4M3Codes(n * k, seed), SeededNumbers.Scales(n, seed + 1), pool); break;
            case "int4":
                made.MakeInt4(parts, SeededNumbers.Bytes(n * k / 2, seed), SeededNumbers.Scales(scales, seed + 1), groupSize, pool);
                break;
            default:
                made.MakeInt8WeightOnly(
                    parts, SeededNumbers.Bytes(n * k, seed), SeededNumbers.Scales(scales, seed + 1), groupSize, pool);
                break;
        }

        return made;
    }

    public void Dispose() => owned.ForEach(memory => memory.Dispose());

    private void MakeF32(int[] parts, float[] w, WorkerPool pool)
    {
        byte* packed = Allocate(F32Matrix.PackedBytes(N, K));
        F32Matrix.Pack(Sources<float>(parts, w, K, [], 0), K, packed, pool);
        Matrix = new F32Matrix(packed, N, K);
        Define = (x, row) => Chain(x, i => w[row * K + i], 0, K);
        Weight = (row, i) => w[row * K + i];
    }

    private void MakeBF16(int[] parts, ushort[] w, WorkerPool pool)
    {
        byte* packed = Allocate(BF16Matrix.PackedBytes(N, K));
        BF16Matrix.Pack(Sources<ushort>(parts, w, K, [], 0), K, packed, pool);
        Matrix = new BF16Matrix(packed, N, K);
        Define = (x, row) => Chain(x, i => BFloat16.ToSingle(w[row * K + i]), 0, K);
        Weight = (row, i) => BFloat16.ToSingle(w[row * K + i]);
    }

    private void MakeInt8(int[] parts, byte[] w, float[] scales, WorkerPool pool)
    {
        byte* packed = Allocate(Int8Matrix.PackedBytes(N, K));
        Int8Matrix.Pack(Sources<byte>(parts, w, K, scales, 1), K, packed, pool);
        Matrix = new Int8Matrix(packed, N, K);
        Define = (x, row) =>
        {
            float scale = MathF.Max(x.Max(MathF.Abs), 1e-5f) / 127f;
            int sum = 0;
            for (int i = 0; i < K; i++) sum += (int)Math.Clamp(MathF.Round(x[i] / scale), -127f, 127f) * (sbyte)w[row * K + i];
            return sum * scale * scales[row];
        };
        Weight = (row, i) => (sbyte)w[row * K + i] * (double)scales[row];
    }

    private void MakeFp8(int[] parts, byte[] w, float[] scales, WorkerPool pool)
    {
        byte* packed = Allocate(Fp8Matrix.PackedBytes(N, K));
        Fp8Matrix.Pack(Sources<byte>(parts, w, K, scales, 1), K, packed, pool);
        Matrix = new Fp8Matrix(packed, N, K);
        Define = (x, row) =>
        {
            float scale = MathF.Max(x.Max(MathF.Abs), 1e-5f) / 448f;
            float[] rounded = [.. x.Select(value => E4M3.ToSingle(E4M3.FromSingle(value / scale)))];
            return Chain(rounded, i => E4M3.ToSingle(w[row * K + i]), 0, K) * scale * scales[row];
        };
        Weight = (row, i) => E4M3.ToSingle(w[row * K + i]) * (double)scales[row];
    }

    private void MakeInt4(int[] parts, byte[] w, float[] scales, int groupSize, WorkerPool pool)
    {
        byte* packed = Allocate(Int4Matrix.PackedBytes(N, K, groupSize));
        Int4Matrix.Pack(Sources<byte>(parts, w, K / 2, scales, K / groupSize), K, groupSize, packed, pool);
        Matrix = new Int4Matrix(packed, N, K, groupSize);
        int Code(int row, int i) => (w[(row * K + i) / 2] >> (i % 2 * 4) & 15) - 8;
        DefineGrouped(Code, scales, groupSize);
    }

    private void MakeInt8WeightOnly(int[] parts, byte[] w, float[] scales, int groupSize, WorkerPool pool)
    {
        byte* packed = Allocate(Int8WeightOnlyMatrix.PackedBytes(N, K, groupSize));
        Int8WeightOnlyMatrix.Pack(Sources<byte>(parts, w, K, scales, K / groupSize), K, groupSize, packed, pool);
        Matrix = new Int8WeightOnlyMatrix(packed, N, K, groupSize);
        DefineGrouped((row, i) => (sbyte)w[row * K + i], scales, groupSize);
    }

    private void DefineGrouped(Func<int, int, int> code, float[] scales, int groupSize)
    {
        Define = (x, row) =>
        {
            float total = 0;
            for (int start = 0; start < K; start += groupSize)
            {
                float sum = Chain(x, i => code(row, i), start, groupSize);
                total = MathF.FusedMultiplyAdd(sum, scales[row * (K / groupSize) + start / groupSize], total);
            }

            return total;
        };
        Weight = (row, i) => code(row, i) * (double)scales[row * (K / groupSize) + i / groupSize];
    }

    private static float Chain(float[] x, Func<int, float> weight, int start, int count)
    {
        float chain = 0;
        for (int i = start; i < start + count; i++) chain = MathF.FusedMultiplyAdd(x[i], weight(i), chain);
        return chain;
    }

    private RowSource[] Sources<T>(int[] parts, T[] elements, int rowElements, float[] scales, int rowScales)
        where T : unmanaged
    {
        var sources = new RowSource[parts.Length];
        int row = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            byte* data = Keep(GuardedMemory.Of<T>(elements.AsSpan(row * rowElements, parts[i] * rowElements)));
            byte* partScales = rowScales == 0 ? null : Keep(GuardedMemory.Of<float>(scales.AsSpan(row * rowScales, parts[i] * rowScales)));
            sources[i] = new RowSource(data, parts[i], (float*)partScales);
            row += parts[i];
        }

        return sources;
    }

    private byte* Allocate(long byteCount) => Keep(new GuardedMemory(byteCount));

    private byte* Keep(GuardedMemory memory)
    {
        owned.Add(memory);
        return memory.Data;
    }
}
