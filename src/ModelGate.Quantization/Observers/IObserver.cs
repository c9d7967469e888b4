namespace ModelGate.Quantization.Observers;

/// <summary>Finds the scale of a group of weights.</summary>
/// <remarks>
/// Scales are BF16 values, because that is how they are stored: rounded first, so that all later arithmetic uses the stored scale. A group
/// of zeros, or one so small that its scale would round to zero, has <see cref="ScaleOfZeros"/>.
/// </remarks>
public interface IObserver
{
    /// <summary>The name in policies and on the command line.</summary>
    string Name { get; }

    /// <param name="group">At least one weight, all finite.</param>
    /// <returns>A positive BF16 value.</returns>
    float Scale(ReadOnlySpan<float> group, NumberGrid grid);

    /// <summary>2⁻⁷, the machine epsilon of BF16, as compressed-tensors writes it.</summary>
    const float ScaleOfZeros = 1f / 128;
}
