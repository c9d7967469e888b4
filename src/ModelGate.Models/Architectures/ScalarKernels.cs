using ModelGate.Numerics;

namespace ModelGate.Models.Architectures;

internal static unsafe class ScalarKernels
{
    public static void RmsNorm(float* x, float* weight, int width, float eps, bool bf16, float* y)
    {
        float sum = 0;
        for (int i = 0; i < width; i++) sum += x[i] * x[i];
        float scale = 1 / MathF.Sqrt((sum / width) + eps);
        for (int i = 0; i < width; i++)
            y[i] = bf16 ? BFloat16.Round(BFloat16.Round(x[i] * scale) * weight[i]) : x[i] * scale * weight[i];
    }

    public static void Rope(float* x, float* cos, float* sin, int half)
    {
        for (int i = 0; i < half; i++)
        {
            float a = x[i], b = x[i + half];
            x[i] = (a * cos[i]) - (b * sin[i]);
            x[i + half] = (b * cos[i]) + (a * sin[i]);
        }
    }

    public static void Round(float* x, long count)
    {
        for (long i = 0; i < count; i++) x[i] = BFloat16.Round(x[i]);
    }

    public static void Attend(float* q, float** blocks, long headOffset, int headDim, int positions, float scale, float* y)
    {
        float* scores = stackalloc float[positions];
        float max = float.NegativeInfinity;
        for (int p = 0; p < positions; p++)
        {
            float* k = blocks[p / 16] + headOffset + (p % 16);
            float s = 0;
            for (int d = 0; d < headDim; d++) s += q[d] * k[d * 16];
            scores[p] = s * scale;
            max = Math.Max(max, scores[p]);
        }

        float sum = 0;
        for (int p = 0; p < positions; p++) sum += scores[p] = MathF.Exp(scores[p] - max);
        for (int d = 0; d < headDim; d++) y[d] = 0;
        for (int p = 0; p < positions; p++)
        {
            float* v = blocks[p / 16] + headOffset + (16 * headDim) + (p % 16 * headDim);
            for (int d = 0; d < headDim; d++) y[d] += scores[p] * v[d];
        }

        for (int d = 0; d < headDim; d++) y[d] /= sum;
    }
}

internal sealed unsafe class ScalarMatrix(TensorView[] parts) : PackedMatrix
{
    private readonly float[] w = parts.SelectMany(p => ModelGate.Models.Checkpoints.TensorValues.ToSingles(p)).ToArray();

    public override int Rows => parts.Sum(p => (int)p.Shape[0]);

    public override int Columns => (int)parts[0].Shape[1];

    public override long PackedByteCount => w.Length * 4L;

    public override void Multiply(float* x, int m, float* y, nint yStride, WorkerPool pool)
    {
        int n = Rows, k = Columns;
        pool.Run((n + 31) / 32, (c, _) =>
        {
            for (int j = c * 32; j < Math.Min(n, (c * 32) + 32); j++)
                for (int i = 0; i < m; i++)
                    y[(i * yStride) + j] = Dot(x + ((nint)i * k), w, j * k, k);
        });
    }

    private static float Dot(float* x, float[] w, int at, int k)
    {
        var sum = System.Runtime.Intrinsics.Vector256<float>.Zero;
        float tail = 0;
        int i = 0;
        fixed (float* p = &w[at])
        {
            for (; i + 8 <= k; i += 8) sum += System.Runtime.Intrinsics.Vector256.Load(x + i) * System.Runtime.Intrinsics.Vector256.Load(p + i);
            for (; i < k; i++) tail += x[i] * p[i];
        }

        return System.Runtime.Intrinsics.Vector256.Sum(sum) + tail;
    }
}
