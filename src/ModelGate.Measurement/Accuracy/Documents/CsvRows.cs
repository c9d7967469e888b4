using System.Text;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Documents;

/// <summary>
/// RFC 4180: comma, double quotes doubled inside quotes, line breaks allowed inside quotes; the first row names the columns.
/// </summary>
internal static class CsvRows
{
    public static IEnumerable<(OrderedDictionary<string, object?> Fields, SourcePoint At)> Read(string text, string file)
    {
        string[]? columns = null;
        foreach ((List<string> cells, int line) in Rows(text, file))
        {
            SourcePoint at = new(file, line, 1);
            if (columns is null)
            {
                columns = [.. cells];
                string? twice = columns.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1)?.Key;
                if (twice is not null) throw Malformed(at, $"The header names the column '{twice}' twice.");
                continue;
            }

            if (cells.Count != columns.Length) throw Malformed(at, $"The row has {cells.Count} cells, the header has {columns.Length}.");
            OrderedDictionary<string, object?> fields = new(StringComparer.Ordinal);
            for (int i = 0; i < columns.Length; i++) fields.Add(columns[i], cells[i]);
            yield return (fields, at);
        }
    }

    private static IEnumerable<(List<string> Cells, int Line)> Rows(string text, string file)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false, wasQuoted = false;
        int line = 1, rowLine = 1, quoteLine = 1;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '\n') line++;
            if (quoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[++i]);
                else quoted = false;
            }
            else if (c == '"' && cell.Length == 0 && !wasQuoted) (quoted, wasQuoted, quoteLine) = (true, true, line);
            else if (c == ',')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                wasQuoted = false;
            }
            else if (c == '\n' || (c == '\r' && i + 1 < text.Length && text[i + 1] == '\n'))
            {
                if (c == '\r')
                {
                    i++;
                    line++;
                }

                if (cells.Count > 0 || cell.Length > 0 || wasQuoted)
                {
                    cells.Add(cell.ToString());
                    yield return (cells, rowLine);
                }

                (cells, wasQuoted, rowLine) = ([], false, line);
                cell.Clear();
            }
            else cell.Append(c);
        }

        if (quoted) throw Malformed(new(file, quoteLine, 1), "A quote is never closed.");
        if (cells.Count == 0 && cell.Length == 0 && !wasQuoted) yield break;
        cells.Add(cell.ToString());
        yield return (cells, rowLine);
    }

    private static DiagnosticException Malformed(SourcePoint at, string problem) =>
        new(TaskCodes.MalformedDocument, at, problem, "Correct the CSV file.");
}
