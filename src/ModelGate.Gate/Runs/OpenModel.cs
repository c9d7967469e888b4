using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines;

namespace ModelGate.Gate.Runs;

/// <summary>A model ready to answer, with what has been learned of it so far.</summary>
/// <param name="Name"><c>baseline</c> or the candidate's.</param>
/// <param name="IsEmulated">The engine only emulates some layer's format, so that its times say nothing.</param>
public sealed record OpenModel(string Name, string ContentHash, long TensorBytes, bool IsEmulated, IInferenceEngine Engine) : IDisposable
{
    public Dictionary<string, TaskResult> Results { get; } = [];

    public static OpenModel Open(string name, string directory, Func<string, IInferenceEngine> openEngine)
    {
        using Checkpoint checkpoint = Checkpoint.Open(directory);
        bool isEmulated = DecoderModules.Linears(checkpoint.Config).Any(linear => checkpoint.Linear(linear.Name) is LinearWeights.Fp8);
        return new OpenModel(name, checkpoint.ContentHash, checkpoint.TensorByteCount, isEmulated, openEngine(directory));
    }

    /// <summary>Everything that decides what this model answers, besides the question.</summary>
    public IEnumerable<string> KeyParts =>
        [ContentHash, Engine.Identity.Engine, Engine.Identity.KernelVersion, Engine.Identity.Precision, Engine.Identity.DeviceClass];

    public void Dispose() => Engine.Dispose();
}
