using ModelGate.Gate.Runs;

namespace ModelGate.Tool.Tests.Commands;

/// <summary>Remembers the steps of a run, such as <c>begin baseline: demo-letters</c>, and does something at one of them.</summary>
internal sealed class Steps(string? at = null, Action? act = null) : IRunProgress
{
    private string work = "";

    public HashSet<string> Seen { get; } = [];

    /// <summary>Work and result of each finished step.</summary>
    public List<string> Results { get; } = [];

    public void Begin(string work)
    {
        this.work = work;
        Pass($"begin {work}");
    }

    public void Advance(double fraction, string detail) => Pass($"advance {work}");

    public void End(string result) => Results.Add($"{work}: {result}");

    private void Pass(string step)
    {
        Seen.Add(step);
        if (step == at) act!();
    }
}
