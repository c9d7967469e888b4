using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Engines;

namespace ModelGate.Gate.Runs;

/// <summary>A model ready to answer, with what has been learned of it so far. It owns checkpoint and engine.</summary>
/// <param name="Name"><c>baseline</c> or the candidate's.</param>
public sealed record OpenModel(string Name, Checkpoint Checkpoint, IInferenceEngine Engine) : IDisposable
{
    public string ContentHash => Checkpoint.ContentHash;

    /// <summary>The engine only emulates some layer's format, so that its times say nothing.</summary>
    public bool IsEmulated { get; } =
        DecoderModules.Linears(Checkpoint.Config).Any(linear => Checkpoint.Linear(linear.Name) is LinearWeights.Fp8);

    public Dictionary<string, TaskResult> Results { get; } = [];

    /// <summary>The baseline's results on just the documents that this candidate was asked, of tasks that were asked in rounds.</summary>
    public Dictionary<string, TaskResult> BaselineResults { get; } = [];

    /// <summary>What asking it took in this run.</summary>
    public EvaluationEffort Effort { get; set; } = EvaluationEffort.None;

    /// <param name="openEngine">Loads the checkpoint, which stays open as long as the engine.</param>
    public static OpenModel Open(string name, string directory, Func<Checkpoint, IInferenceEngine> openEngine)
    {
        Checkpoint checkpoint = Checkpoint.Open(directory);
        try
        {
            return new OpenModel(name, checkpoint, openEngine(checkpoint));
        }
        catch
        {
            checkpoint.Dispose();
            throw;
        }
    }

    /// <summary>The baseline's result on the same documents as this candidate's.</summary>
    public TaskResult BesideOf(OpenModel baseline, string task) => BaselineResults.GetValueOrDefault(task) ?? baseline.Results[task];

    public void Dispose()
    {
        Engine.Dispose();
        Checkpoint.Dispose();
    }
}
