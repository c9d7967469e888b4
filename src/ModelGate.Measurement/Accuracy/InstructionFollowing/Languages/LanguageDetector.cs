using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.InstructionFollowing.Languages;

/// <summary>
/// Tells the language of a text: naive Bayes over n-grams drawn from it at random (N. Shuyo's language-detection, as the Python package
/// langdetect 1.0.9 has it). Each of seven trials draws n-grams until one language has all the weight; the trials' mean decides. Seeded
/// with 0 for every text, so that a text always gives the same answer: that of <c>DetectorFactory.seed = 0</c>.
/// </summary>
internal sealed class LanguageDetector(LanguageProfiles profiles)
{
    private const int Trials = 7;
    private const int MostDraws = 1000;
    private const double Smoothing = 0.5;
    private const double SmoothingWidth = 0.05;
    private const double SmoothingScale = 10_000;
    private const double Converged = 0.99999;
    private const double LeastProbability = 0.1;

    private static readonly Lazy<LanguageDetector> Shared =
        new(() => new(LanguageProfiles.Read(ResourceText.Lines("Languages/profiles.br"))));

    public static LanguageDetector BuiltIn => Shared.Value;

    /// <summary>Codes it can give.</summary>
    public IReadOnlyList<string> Languages => profiles.Languages;

    /// <returns>
    /// A code such as <c>en</c> or <c>zh-cn</c>, <c>unknown</c> where no language has a tenth of the weight, null for a text without any
    /// known n-gram.
    /// </returns>
    public string? Detect(string text)
    {
        IReadOnlyList<IReadOnlyList<(int Language, double Probability)>> ngrams =
            [.. CharacterNgrams.Of(text).Select(profiles.Find).OfType<IReadOnlyList<(int, double)>>()];
        if (ngrams.Count == 0) return null;
        int languages = profiles.Languages.Count;
        double[] mean = new double[languages], trial = new double[languages];
        PythonRandom random = new(0);
        double? spare = null;
        for (int t = 0; t < Trials; t++)
        {
            double smoothing = (Smoothing + (random.NextGaussian(ref spare) * SmoothingWidth)) / SmoothingScale;
            Run(trial, ngrams, smoothing, random);
            for (int i = 0; i < languages; i++) mean[i] += trial[i] / Trials;
        }

        int best = Array.IndexOf(mean, mean.Max());
        return mean[best] > LeastProbability ? profiles.Languages[best] : "unknown";
    }

    /// <param name="weights">Gets each language's weight; their sum is 1.</param>
    private static void Run(
        double[] weights, IReadOnlyList<IReadOnlyList<(int Language, double Probability)>> ngrams, double smoothing, PythonRandom random)
    {
        Array.Fill(weights, 1.0 / weights.Length);
        double[] factors = new double[weights.Length];
        for (int draw = 0; ; draw++)
        {
            Array.Fill(factors, smoothing);
            foreach ((int language, double probability) in ngrams[random.NextBelow(ngrams.Count)]) factors[language] += probability;
            for (int i = 0; i < weights.Length; i++) weights[i] *= factors[i];
            if (draw % 5 == 0 && (Normalize(weights) > Converged || draw >= MostDraws)) return;
        }
    }

    /// <returns>The largest.</returns>
    private static double Normalize(double[] weights)
    {
        double sum = 0, largest = 0;
        foreach (double weight in weights) sum += weight;
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] /= sum;
            largest = Math.Max(largest, weights[i]);
        }

        return largest;
    }
}
