namespace ModelGate.Measurement.Accuracy.Mathematics;

/// <summary>What is known about two answers.</summary>
public enum Equivalence
{
    /// <summary>Shown to be the same value.</summary>
    Equal,

    /// <summary>Shown to differ, or refused by the rules: text that is no expression, relations, values that do not exist.</summary>
    Different,

    /// <summary>Neither: they agree wherever they were evaluated, without a proof, or the work went over its bounds.</summary>
    NotDecided,
}
