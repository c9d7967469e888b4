using System.Runtime.Intrinsics;
using ModelGate.Numerics;

namespace ModelGate.Quantization.Hessians;

/// <summary>Cholesky factor of a symmetric positive definite matrix and the inverse of that factor, in double precision.</summary>
/// <remarks>Threads share rows or columns, never a sum, so their number does not change a bit.</remarks>
internal static unsafe class Cholesky
{
    private const int Block = 64;
    private const int Lanes = 8;

    /// <summary>
    /// Replaces the lower triangle of <paramref name="a"/> (n × n, row-major) by L with A = L·Lᵀ; the upper one is not read.
    /// </summary>
    /// <returns>False where a pivot is not a positive number: the matrix is not positive definite, and its content is lost.</returns>
    public static bool Factor(double* a, int n, WorkerPool pool)
    {
        for (int start = 0; start < n; start += Block)
        {
            int end = Math.Min(start + Block, n);
            for (int j = start; j < end; j++)
            {
                double pivot = a[((nint)j * n) + j] - Dot(a, n, j, j, start, j);
                if (!(pivot > 0) || !double.IsFinite(pivot)) return false;
                pivot = Math.Sqrt(pivot);
                a[((nint)j * n) + j] = pivot;
                for (int i = j + 1; i < end; i++) a[((nint)i * n) + j] = (a[((nint)i * n) + j] - Dot(a, n, i, j, start, j)) / pivot;
            }

            int first = start;
            pool.Run(n - end, (chunk, _) =>
            {
                int i = end + chunk;
                for (int j = first; j < end; j++)
                    a[((nint)i * n) + j] = (a[((nint)i * n) + j] - Dot(a, n, i, j, first, j)) / a[((nint)j * n) + j];
            });
            pool.Run(n - end, (chunk, _) =>
            {
                int i = end + chunk;
                for (int j = end; j <= i; j++) a[((nint)i * n) + j] -= Dot(a, n, i, j, first, end);
            });
        }

        return true;
    }

    /// <summary>Writes L⁻¹ to the lower triangle of <paramref name="inverse"/> (n × n); the upper one becomes zero.</summary>
    public static void InvertLower(double* l, double* inverse, int n, WorkerPool pool)
    {
        pool.Run((n + Block - 1) / Block, (chunk, _) =>
        {
            int left = chunk * Block;
            int right = Math.Min(left + Block, n);
            int width = right - left;
            for (int i = 0; i < n; i++)
            {
                double* row = inverse + ((nint)i * n) + left;
                new Span<double>(row, width).Clear();
                if (i < left) continue;
                if (i < right) row[i - left] = 1;
                for (int k = left; k < i; k++) SubtractMultiple(row, inverse + ((nint)k * n) + left, width, l[((nint)i * n) + k]);
                double pivot = l[((nint)i * n) + i];
                for (int k = 0; k < width; k++) row[k] /= pivot;
            }
        });
    }

    /// <summary>
    /// Σ a[i, k]·a[j, k] over k from <paramref name="from"/> to <paramref name="to"/>: eight partial sums, then the rest.
    /// </summary>
    private static double Dot(double* a, int n, int i, int j, int from, int to)
    {
        double* x = a + ((nint)i * n) + from;
        double* y = a + ((nint)j * n) + from;
        int length = to - from;
        Vector512<double> sum = Vector512<double>.Zero;
        int k = 0;
        for (; k + Lanes <= length; k += Lanes) sum = Vector512.FusedMultiplyAdd(Vector512.Load(x + k), Vector512.Load(y + k), sum);
        Vector256<double> quarter = sum.GetLower() + sum.GetUpper();
        Vector128<double> pair = quarter.GetLower() + quarter.GetUpper();
        double total = pair[0] + pair[1];
        for (; k < length; k++) total = Math.FusedMultiplyAdd(x[k], y[k], total);
        return total;
    }

    /// <summary>row −= factor · other.</summary>
    private static void SubtractMultiple(double* row, double* other, int length, double factor)
    {
        Vector512<double> minus = Vector512.Create(-factor);
        int k = 0;
        for (; k + Lanes <= length; k += Lanes)
            Vector512.FusedMultiplyAdd(minus, Vector512.Load(other + k), Vector512.Load(row + k)).Store(row + k);
        for (; k < length; k++) row[k] = Math.FusedMultiplyAdd(-factor, other[k], row[k]);
    }
}
