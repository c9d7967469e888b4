using ModelGate.Gate.Yaml;

namespace ModelGate.Gate.Policies;

/// <summary>Diagnostic codes of <c>quantgate.yml</c>. A code never changes its meaning.</summary>
internal static class PolicyCodes
{
    public static YamlCodes Form { get; } = new(
        Syntax: "QG0101", DuplicateKey: "QG0102", UnknownKey: "QG0103", MissingKey: "QG0105", WrongValue: "QG0106");

    /// <summary>A group size that does not divide a layer's input width.</summary>
    public const string GroupSize = "QG0104";

    public const string WrongUnit = "QG0107";

    public const string NotInThisVersion = "QG0108";

    /// <summary>A scheme, algorithm, task, metric or scenario that the tool does not have.</summary>
    public const string UnknownName = "QG0109";

    /// <summary>A gate that names no candidate, or selects nothing.</summary>
    public const string EmptySelection = "QG0110";

    /// <summary>Keys that exclude or need each other.</summary>
    public const string Contradiction = "QG0111";

    /// <summary>A gate needs a measurement that the policy does not ask for.</summary>
    public const string NotMeasured = "QG0112";

    /// <summary>A model reference or a path that leads nowhere.</summary>
    public const string NoSuchModel = "QG0113";

    /// <summary>More than a fifth of the calibration rows are evaluated documents.</summary>
    public const string CalibrationIsEvaluation = "QG0114";

    /// <summary>Something of the Hub without a commit, in CI.</summary>
    public const string NotPinned = "QG0115";

    /// <summary>What is here is not what the lock file names.</summary>
    public const string LockMismatch = "QG0116";
}
