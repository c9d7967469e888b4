namespace ModelGate.Numerics.Kernels;

/// <summary>Weights as FP32 panels of 32 output channels, for <see cref="PanelProduct"/>.</summary>
internal unsafe interface IPanelSource
{
    /// <summary>N.</summary>
    int Rows { get; }

    /// <summary>K.</summary>
    int Columns { get; }

    /// <summary>Inputs that share one scale per channel; 0 when the format has no such scales. Divides K.</summary>
    int GroupSize { get; }

    /// <summary>The weights of inputs <paramref name="start"/> .. start + count of a panel as [count][32] floats: in place, or written to
    /// <paramref name="buffer"/>.</summary>
    float* Read(int panel, int start, int count, float* buffer);

    /// <summary>The 32 scales of a group; null when there are none.</summary>
    float* Scales(int panel, int group);
}
