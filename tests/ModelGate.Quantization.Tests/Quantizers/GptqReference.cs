using ModelGate.Quantization.Quantizers;

namespace ModelGate.Quantization.Tests.Quantizers;

/// <summary>GPTQ as the paper writes it, in double precision: after each column the inverse Hessian of those left is taken anew.</summary>
internal static class GptqReference
{
    /// <returns>(N × K) values times 512, so that those of E4M3 are whole too.</returns>
    public static unsafe int[] Values(LinearProblem problem, QuantizedMatrix scales, ActivationOrder activationOrder, double damping)
    {
        int rows = problem.Weight.Rows, columns = problem.Weight.Columns;
        var hessian = new double[columns, columns];
        double mean = 0;
        for (int k = 0; k < columns; k++) mean += problem.Inputs!.Hessian[(k * columns) + k] / (double)columns;
        int[] order = [.. Enumerable.Range(0, columns)];
        if (activationOrder == ActivationOrder.Weight)
            order = [.. order.OrderByDescending(k => problem.Inputs!.Hessian[(k * columns) + k])];
        for (int i = 0; i < columns; i++)
        {
            for (int j = 0; j < columns; j++)
                hessian[i, j] = problem.Inputs!.Hessian[(order[i] * columns) + order[j]] + (i == j ? damping * mean : 0);
        }

        double[,] inverse = Invert(hessian);
        var values = new int[rows * columns];
        var work = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int i = 0; i < columns; i++) work[row, i] = problem.Weight.Row(row)[order[i]];
        }

        for (int i = 0; i < columns; i++)
        {
            for (int row = 0; row < rows; row++)
            {
                double scale = scales.ScalesOf(row)[order[i] / scales.ColumnsPerScale];
                float value = scales.Grid.Nearest((float)(work[row, i] / scale));
                values[(row * columns) + order[i]] = (int)(value * 512);
                double error = (work[row, i] - (value * scale)) / inverse[i, i];
                for (int j = i + 1; j < columns; j++) work[row, j] -= error * inverse[i, j];
            }

            // Removes row and column i from the matrix whose inverse this is.
            for (int a = i + 1; a < columns; a++)
            {
                for (int b = i + 1; b < columns; b++) inverse[a, b] -= inverse[a, i] * inverse[i, b] / inverse[i, i];
            }
        }

        return values;
    }

    private static double[,] Invert(double[,] matrix)
    {
        int n = matrix.GetLength(0);
        var left = (double[,])matrix.Clone();
        var right = new double[n, n];
        for (int i = 0; i < n; i++) right[i, i] = 1;
        for (int i = 0; i < n; i++)
        {
            double pivot = left[i, i];
            for (int j = 0; j < n; j++)
            {
                left[i, j] /= pivot;
                right[i, j] /= pivot;
            }

            for (int row = 0; row < n; row++)
            {
                double factor = left[row, i];
                if (row == i || factor == 0) continue;
                for (int j = 0; j < n; j++)
                {
                    left[row, j] -= factor * left[i, j];
                    right[row, j] -= factor * right[i, j];
                }
            }
        }

        return right;
    }
}
