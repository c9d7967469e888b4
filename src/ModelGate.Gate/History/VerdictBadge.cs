using System.Xml.Linq;
using ModelGate.Gate.Records;
using ModelGate.Gate.Reporters;

namespace ModelGate.Gate.History;

/// <summary>A small picture of a run for a README: the verdict and the worst recovery. It loads nothing.</summary>
public static class VerdictBadge
{
    private const int HeightPixels = 20;

    private const int PaddingPixels = 7;

    /// <summary>White text on each colour has a contrast of 4.5 : 1 at least.</summary>
    private static readonly Dictionary<string, string> Colors = new() { ["passed"] = "#1a7f37", ["failed"] = "#cf222e" };

    public static string Write(RunRecord record)
    {
        string verdict = record.Verdict.Effective;
        (string Candidate, SuiteRecord Suite)? worst =
            (from candidate in record.Candidates
             from suite in candidate.Suites
             where suite.Recovery is not null
             orderby suite.Recovery!.Value
             select ((string, SuiteRecord)?)(candidate.Name, suite)).FirstOrDefault();
        string share = worst is { } found ? ReportView.Percent(found.Suite.Recovery!.Value) : "";
        string words = share.Length > 0 ? $"{verdict} · {share}" : verdict;
        string title = worst is { } of
            ? $"ModelGate: {verdict}; worst recovery {share}, {of.Candidate} on {of.Suite.Suite}"
            : $"ModelGate: {verdict}";

        const string name = "ModelGate";
        double left = Width(name) + (2 * PaddingPixels), right = Width(words) + (2 * PaddingPixels), width = left + right;
        XElement drawing = SvgText.Drawing(
            width, HeightPixels, title, "", "text { font: 11px Verdana, 'DejaVu Sans', sans-serif; fill: #fff; text-anchor: middle; }");
        string color = Colors.GetValueOrDefault(verdict, "#9a6700");
        return SvgText.Write(drawing.With(
            SvgText.Element("clipPath", "id", "round").With(
                SvgText.Element("rect", "width", width, "height", HeightPixels, "rx", 3)),
            SvgText.Element("g", "clip-path", "url(#round)").With(
                SvgText.Element("rect", "width", width, "height", HeightPixels, "fill", "#454c54"),
                SvgText.Element("rect", "x", left, "width", right, "height", HeightPixels, "fill", color)),
            Text(name, left / 2), Text(words, left + (right / 2))));
    }

    private static XElement Text(string text, double middle) => SvgText.Element(
        "text", "x", middle, "y", 14, "textLength", Width(text), "lengthAdjust", "spacingAndGlyphs").Saying(text);

    /// <summary>In Verdana at 11 pixels; another font is stretched to it.</summary>
    private static double Width(string text) => text.Sum(character => character switch
    {
        'i' or 'l' or 'j' or ' ' or '.' or ',' or '·' => 3.9,
        'f' or 't' or 'r' => 4.4,
        'm' or 'w' or 'M' or 'W' or '%' => 10.2,
        _ => 6.9,
    });
}
