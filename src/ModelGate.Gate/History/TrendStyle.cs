using System.Xml.Linq;

namespace ModelGate.Gate.History;

/// <summary>
/// Colours and marks of a trend. Each candidate has a colour and a shape, so that no reader needs the colour; the ground is drawn, since a
/// page may be dark where the system is light.
/// </summary>
internal static class TrendStyle
{
    /// <summary>Candidates that can be told apart.</summary>
    public const int Series = 6;

    public const string Css = """

        text { font: 12px system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1f2328; }
        .title { font-weight: 600; font-size: 14px; }
        .axis { fill: #59636e; font-size: 11px; }
        .ground { fill: #ffffff; stroke: #d1d9e0; }
        .grid { stroke: #d1d9e0; stroke-width: 1; }
        .whole { stroke: #59636e; stroke-width: 1; stroke-dasharray: 4 3; }
        .s0 { stroke: #0969da; fill: #0969da; } .s1 { stroke: #bc4c00; fill: #bc4c00; }
        .s2 { stroke: #8250df; fill: #8250df; } .s3 { stroke: #1a7f37; fill: #1a7f37; }
        .s4 { stroke: #bf3989; fill: #bf3989; } .s5 { stroke: #59636e; fill: #59636e; }
        path.line { fill: none; stroke-width: 2; } .interval { stroke-width: 1.5; opacity: 0.6; }
        .passed { fill: #1a7f37; } .failed { fill: #cf222e; } .other { fill: #9a6700; }
        @media (prefers-color-scheme: dark) {
          text { fill: #f0f6fc; }
          .axis { fill: #9198a1; }
          .ground { fill: #0d1117; stroke: #3d444d; }
          .grid { stroke: #3d444d; }
          .whole { stroke: #9198a1; }
          .s0 { stroke: #58a6ff; fill: #58a6ff; } .s1 { stroke: #f0883e; fill: #f0883e; }
          .s2 { stroke: #bc8cff; fill: #bc8cff; } .s3 { stroke: #3fb950; fill: #3fb950; }
          .s4 { stroke: #f778ba; fill: #f778ba; } .s5 { stroke: #9198a1; fill: #9198a1; }
          .passed { fill: #3fb950; } .failed { fill: #ff7b72; } .other { fill: #d29922; }
        }

        """;

    /// <summary>Circle, square, triangle, diamond, cross, bar.</summary>
    public static XElement Marker(int series, double x, double y)
    {
        string shape = series switch
        {
            0 => "M-4,0 a4,4 0 1,0 8,0 a4,4 0 1,0 -8,0 Z",
            1 => "M-3.6,-3.6 h7.2 v7.2 h-7.2 Z",
            2 => "M0,-4.6 L4.6,3.6 L-4.6,3.6 Z",
            3 => "M0,-5 L5,0 L0,5 L-5,0 Z",
            4 => "M-4,-4 L4,4 M-4,4 L4,-4",
            _ => "M-5,-2 h10 v4 h-10 Z",
        };
        XElement marker = SvgText.Element(
            "path", "class", $"s{series}", "d", shape, "transform", FormattableString.Invariant($"translate({x:F2},{y:F2})"));
        if (series == 4) marker.SetAttributeValue("stroke-width", "2.5");
        return marker;
    }
}
