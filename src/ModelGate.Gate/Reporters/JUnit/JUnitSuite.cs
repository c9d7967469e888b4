using System.Globalization;
using System.Xml;

namespace ModelGate.Gate.Reporters.JUnit;

/// <summary>The part of JUnit's format that its readers agree on, as the Ant task and Jenkins write it.</summary>
internal sealed record JUnitSuite
{
    public required string Name { get; init; }

    /// <summary>Wall time of asking the candidate.</summary>
    public double Seconds { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Properties { get; init; }

    public required IReadOnlyList<JUnitCase> Cases { get; init; }

    public void Write(XmlWriter xml, int id, DateTimeOffset started)
    {
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", XmlText.Valid(Name));
        xml.WriteAttributeString("id", id.ToString(CultureInfo.InvariantCulture));
        WriteCounts(xml, Cases, Seconds);
        xml.WriteAttributeString("timestamp", started.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteStartElement("properties");
        foreach ((string name, string value) in Properties)
        {
            xml.WriteStartElement("property");
            xml.WriteAttributeString("name", name);
            xml.WriteAttributeString("value", XmlText.Valid(value));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        foreach (JUnitCase @case in Cases) @case.Write(xml);
        xml.WriteEndElement();
    }

    public static void WriteCounts(XmlWriter xml, IReadOnlyList<JUnitCase> cases, double seconds)
    {
        Write("tests", cases.Count);
        Write("failures", cases.Count(@case => @case.Outcome is JUnitOutcome.Failed));
        Write("errors", cases.Count(@case => @case.Outcome is JUnitOutcome.Undecided));
        Write("skipped", cases.Count(@case => @case.Outcome is JUnitOutcome.Skipped));
        xml.WriteAttributeString("time", seconds.ToString("F3", CultureInfo.InvariantCulture));

        void Write(string name, int count) => xml.WriteAttributeString(name, count.ToString(CultureInfo.InvariantCulture));
    }
}

/// <param name="Line">In the policy.</param>
internal sealed record JUnitCase(string Class, string Name, string File, int Line, JUnitOutcome Outcome)
{
    /// <summary>A finding takes no time of its own: one evaluation serves all gates.</summary>
    public void Write(XmlWriter xml)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("name", XmlText.Valid(Name));
        xml.WriteAttributeString("classname", XmlText.Valid(Class));
        xml.WriteAttributeString("time", "0.000");
        xml.WriteAttributeString("file", XmlText.Valid(File));
        xml.WriteAttributeString("line", Line.ToString(CultureInfo.InvariantCulture));
        switch (Outcome)
        {
            case JUnitOutcome.Passed passed:
                xml.WriteElementString("system-out", XmlText.Valid(passed.Text));
                break;
            case JUnitOutcome.Failed failed:
                WriteProblem(xml, "failure", failed.Type, failed.Message, failed.Details);
                break;
            case JUnitOutcome.Undecided undecided:
                WriteProblem(xml, "error", undecided.Type, undecided.Message, undecided.Details);
                break;
            case JUnitOutcome.Skipped skipped:
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", XmlText.Valid(skipped.Message));
                xml.WriteEndElement();
                break;
            default:
                throw new InvalidOperationException($"No element for {Outcome}.");
        }

        xml.WriteEndElement();
    }

    private static void WriteProblem(XmlWriter xml, string element, string type, string message, string details)
    {
        xml.WriteStartElement(element);
        xml.WriteAttributeString("message", XmlText.Valid(message));
        xml.WriteAttributeString("type", type);
        xml.WriteString(XmlText.Valid(details));
        xml.WriteEndElement();
    }
}

/// <summary>What a case says.</summary>
internal abstract record JUnitOutcome
{
    private JUnitOutcome()
    {
    }

    public sealed record Passed(string Text) : JUnitOutcome;

    /// <param name="Type">The code of the outcome.</param>
    public sealed record Failed(string Type, string Message, string Details) : JUnitOutcome;

    public sealed record Undecided(string Type, string Message, string Details) : JUnitOutcome;

    public sealed record Skipped(string Message) : JUnitOutcome;
}
