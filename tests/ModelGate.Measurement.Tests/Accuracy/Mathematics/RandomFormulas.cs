namespace ModelGate.Measurement.Tests.Accuracy.Mathematics;

/// <summary>Seeded formulas, whole and broken.</summary>
internal static class RandomFormulas
{
    private static readonly string[] s_atoms = ["0", "1", "7", "2.5", "x", "y", @"\pi", @"\frac{2}{3}", @"\sqrt{2}", @"\sqrt{12}", "x_1"];

    private static readonly string[] s_pieces =
    [
        "{", "}", "(", ")", "[", "]", "|", "^", "_", "!", ",", ".", "=", "<", "&", "\\", "'", " ", "0", "9", "x", "d", "%", "π", "\n",
        "\\\\", @"\frac", @"\sqrt", @"\left", @"\right", @"\sin", @"\log", @"\text{", @"\infty", @"\int", @"\sum_{", @"\lim", @"\binom",
    ];

    public static string Expression(Random random, int depth)
    {
        if (depth == 0) return s_atoms[random.Next(s_atoms.Length)];
        string left = Expression(random, depth - 1);
        return random.Next(8) switch
        {
            0 or 1 => $"({left}+{Expression(random, depth - 1)})",
            2 => $"({left}-{Expression(random, depth - 1)})",
            3 or 4 => $@"({left}\cdot {Expression(random, depth - 1)})",
            5 => $@"\frac{{{left}}}{{{Expression(random, depth - 1)}}}",
            6 => $@"\sqrt{{{left}}}",
            _ => $"({left})^{{2}}",
        };
    }

    /// <summary>Whether it may divide by 0.</summary>
    public static bool MayBeUndefined(string formula) => formula.Split(@"\frac").Length > 1 + formula.Split(@"\frac{2}{3}").Length - 1;

    public static string Broken(Random random, string formula)
    {
        for (int i = random.Next(1, 6); i > 0; i--)
        {
            int at = random.Next(formula.Length + 1);
            string piece = s_pieces[random.Next(s_pieces.Length)];
            formula = random.Next(3) switch
            {
                0 when at < formula.Length => formula.Remove(at, 1),
                1 => formula[..at] + formula[random.Next(at, formula.Length)..],
                _ => formula.Insert(at, piece),
            };
            if (formula.Length == 0) formula = piece;
        }

        return formula;
    }
}
