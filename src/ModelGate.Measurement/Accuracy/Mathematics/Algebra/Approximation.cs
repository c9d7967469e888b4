using System.Numerics;

namespace ModelGate.Measurement.Accuracy.Mathematics.Algebra;

/// <summary>
/// A complex number near the true one, with a bound on the distance that covers the rounding of double arithmetic. Null results stand for
/// values that cannot be bounded: near a pole, a branch cut or overflow.
/// </summary>
/// <param name="IsReal">The true value is real; then the imaginary part is 0.</param>
internal readonly record struct Approximation(Complex Value, double Error, bool IsReal)
{
    /// <summary>Twenty times the unit roundoff, above what the library's functions lose.</summary>
    private const double Rounding = 20 * 1.1102230246251565e-16;

    public bool IsClearOfZero => Complex.Abs(Value) > 2 * Error;

    public static Approximation Of(double value) => new(value, Math.Abs(value) * Rounding, true);

    public static Approximation operator +(Approximation a, Approximation b) =>
        Rounded(a.Value + b.Value, a.Error + b.Error, a.IsReal && b.IsReal);

    public static Approximation operator *(Approximation a, Approximation b) => Rounded(
        a.IsReal && b.IsReal ? a.Value.Real * b.Value.Real : a.Value * b.Value,
        (Complex.Abs(a.Value) * b.Error) + (Complex.Abs(b.Value) * a.Error) + (a.Error * b.Error),
        a.IsReal && b.IsReal);

    public Approximation? Inverse()
    {
        double size = Complex.Abs(Value);
        if (!IsClearOfZero) return null;
        return Bounded(Rounded(IsReal ? 1 / Value.Real : 1 / Value, Error / (size * (size - Error)), IsReal));
    }

    /// <summary>e to this power.</summary>
    public Approximation? Exp()
    {
        Complex value = IsReal ? Math.Exp(Value.Real) : Complex.Exp(Value);
        double size = Complex.Abs(value);
        return Bounded(Rounded(value, size * ((Math.Exp(Math.Min(Error, 1)) - 1) + (Complex.Abs(Value) * Rounding)), IsReal));
    }

    /// <summary>The principal logarithm.</summary>
    public Approximation? Log()
    {
        double size = Complex.Abs(Value);
        if (!IsClearOfZero) return null;
        bool isCut = !IsReal && Value.Real < 0 && Math.Abs(Value.Imaginary) <= Error;
        if (isCut) return null;
        Complex value = new(Math.Log(size), IsReal ? (Value.Real < 0 ? Math.PI : 0) : Value.Phase);
        return Bounded(Rounded(value, (Error / (size - Error)) + Rounding, IsReal && Value.Real > 0));
    }

    public Approximation? Sin() => Circular(Math.Sin, Complex.Sin);

    public Approximation? Cos() => Circular(Math.Cos, Complex.Cos);

    public Approximation Abs() => Rounded(Complex.Abs(Value), Error, true);

    private Approximation? Circular(Func<double, double> real, Func<Complex, Complex> complex)
    {
        double growth = Math.Cosh(Math.Abs(Value.Imaginary) + Error);
        Complex value = IsReal ? real(Value.Real) : complex(Value);
        return Bounded(Rounded(value, growth * (Error + ((1 + Complex.Abs(Value)) * Rounding)), IsReal));
    }

    private static Approximation Rounded(Complex value, double error, bool isReal) =>
        new(value, error + (Complex.Abs(value) * Rounding), isReal);

    private static Approximation? Bounded(Approximation value) =>
        double.IsFinite(value.Error) && double.IsFinite(Complex.Abs(value.Value)) ? value : null;
}
