namespace ModelGate.Numerics.Kernels;

/// <summary>
/// Kernels that read a packed format directly for very few rows (decoding), where memory bandwidth is the limit: they unpack in
/// registers, prefetch, and read two panels at once. Same order of summation as <see cref="PanelKernel"/>.
/// </summary>
internal unsafe interface IRowSource
{
    /// <summary>N.</summary>
    int Rows { get; }

    /// <summary>32-bit words in a row of x: K, or half of it for pairs of 16-bit codes.</summary>
    int Columns { get; }

    /// <summary>One token against two panels (which may be the same).</summary>
    /// <param name="x">(Columns).</param>
    /// <param name="y">[2][32] sums, without channel or token scales.</param>
    void OneRow(int firstPanel, int secondPanel, float* x, float* y);

    /// <summary>Four tokens against one panel.</summary>
    /// <param name="x">Four pointers to (Columns).</param>
    /// <param name="y">[4][32].</param>
    void FourRows(int panel, float** x, float* y);
}
