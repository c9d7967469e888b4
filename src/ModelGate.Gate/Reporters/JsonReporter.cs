using ModelGate.Gate.Records;

namespace ModelGate.Gate.Reporters;

/// <summary>The record itself.</summary>
public sealed class JsonReporter : IReporter
{
    public string Name => "json";

    public string Summary => "the run record, input of every other report";

    public string? FileName => RunRecord.FileName;

    public void Write(RunRecord record, TextWriter output, ReportSurface surface) => output.Write(RunRecordJson.Write(record));
}
