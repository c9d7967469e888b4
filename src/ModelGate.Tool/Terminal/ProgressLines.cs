using ModelGate.Gate.Runs;

namespace ModelGate.Tool.Terminal;

/// <summary>Progress on standard error: one line redrawn in place on a terminal, plain lines at each tenth elsewhere.</summary>
internal sealed class ProgressLines(ToolConsole console, TimeProvider clock) : IRunProgress
{
    private const int BarColumns = 24;

    private readonly Lock gate = new();
    private string work = "";
    private long started;
    private int lastTenth;
    private string lastDrawn = "";

    public void Begin(string work)
    {
        lock (gate)
        {
            this.work = work;
            started = clock.GetTimestamp();
            lastTenth = 0;
            if (console.IsInteractive) Draw(0, "");
        }
    }

    public void Advance(double fraction, string detail)
    {
        lock (gate)
        {
            if (console.IsInteractive)
            {
                Draw(fraction, detail);
                return;
            }

            int tenth = (int)(fraction * 10);
            if (tenth < lastTenth - 1) lastTenth = tenth; // The work goes on with a further part, such as judging.
            if (tenth <= lastTenth || tenth >= 10 || clock.GetElapsedTime(started) < TimeSpan.FromSeconds(10)) return;
            lastTenth = tenth;
            console.Error.WriteLine($"{work}: {tenth * 10} %{(detail.Length > 0 ? $" ({detail})" : "")}");
        }
    }

    public void End(string result)
    {
        lock (gate)
        {
            if (console.IsInteractive) Erase();
            string seconds = clock.GetElapsedTime(started).TotalSeconds.ToString("F1", System.Globalization.CultureInfo.InvariantCulture);
            console.Error.WriteLine(result.Length > 0 ? $"{work}: {result} ({seconds} s)" : $"{work} ({seconds} s)");
        }
    }

    private void Draw(double fraction, string detail)
    {
        int full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * BarColumns);
        string line = $"{new string('━', full)}{new string('╌', BarColumns - full)} {(int)(fraction * 100),3} %  "
            + $"{work}{(detail.Length > 0 ? $", {detail}" : "")}";
        if (line.Length >= console.WidthColumns) line = line[..(console.WidthColumns - 1)];
        if (line == lastDrawn) return;
        console.Error.Write($"\r{line}{new string(' ', Math.Max(0, lastDrawn.Length - line.Length))}");
        lastDrawn = line;
    }

    private void Erase()
    {
        if (lastDrawn.Length > 0) console.Error.Write($"\r{new string(' ', lastDrawn.Length)}\r");
        lastDrawn = "";
    }
}
