namespace ModelGate.Gate.Runs;

/// <summary>Told what a run does, one piece of work at a time.</summary>
public interface IRunProgress
{
    /// <param name="work">Such as <c>quantize int4</c>.</param>
    void Begin(string work);

    /// <param name="fraction">Of the piece of work, from 0 to 1.</param>
    /// <param name="detail">Such as <c>layer 3 of 32</c>; may be empty.</param>
    void Advance(double fraction, string detail);

    /// <param name="result">Such as <c>reused</c> or what it came to.</param>
    void End(string result);
}
