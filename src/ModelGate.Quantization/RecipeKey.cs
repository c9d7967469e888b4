using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelGate.Quantization;

/// <summary>Equal keys promise equal bytes, so a finished result with the same key need not be made again.</summary>
public static class RecipeKey
{
    /// <summary>Changes whenever the same recipe could give other bytes than before.</summary>
    private const int AlgorithmVersion = 1;

    /// <param name="sourceHash">Content hash of the source checkpoint.</param>
    /// <param name="calibrationHash">Of the windows' token ids; null without calibration.</param>
    /// <returns>SHA-256 in lower-case hex.</returns>
    public static string Of(string sourceHash, QuantizationRecipe recipe, string? calibrationHash)
    {
        var text = new StringBuilder();
        Line("version", AlgorithmVersion.ToString(CultureInfo.InvariantCulture));
        Line("source", sourceHash);
        Line("scheme", Describe(recipe.Scheme));
        Line("algorithm", recipe.Quantizer.Name);
        Line("observer", recipe.Observer.Name);
        Line("actorder", recipe.ActivationOrder.ToString());
        Line("damping", recipe.Damping.ToString("R", CultureInfo.InvariantCulture));
        Line("smoothquant", recipe.SmoothQuantAlpha?.ToString("R", CultureInfo.InvariantCulture) ?? "none");
        foreach (string pattern in recipe.Ignore) Line("ignore", pattern);
        foreach (SchemeOverride entry in recipe.Overrides) Line("override", $"{entry.Pattern}\n{Describe(entry.Scheme)}");
        Line("calibration", calibrationHash ?? "none");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));

        void Line(string name, string value) => text.Append(name).Append(' ').Append(value.Length).Append(' ').Append(value).Append('\n');
    }

    private static string Describe(QuantizationScheme scheme) => $"{scheme.Name}, {scheme.Granularity}";
}
