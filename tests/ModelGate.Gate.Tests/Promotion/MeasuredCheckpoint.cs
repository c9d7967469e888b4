using ModelGate.Gate.Promotion;
using ModelGate.Gate.Records;
using ModelGate.Gate.Runs;
using ModelGate.Gate.Tests.Reporters;
using ModelGate.Models.Checkpoints;
using ModelGate.Models.Diagnostics;
using ModelGate.Testing;

namespace ModelGate.Gate.Tests.Promotion;

/// <summary>A few small files that stand for a sharded checkpoint, and the record of a run that measured them.</summary>
internal sealed class MeasuredCheckpoint : IDisposable
{
    private const string First = "model-00001-of-00002.safetensors", Second = "model-00002-of-00002.safetensors";

    private readonly TemporaryFolder folder = new();

    public MeasuredCheckpoint()
    {
        Directory.CreateDirectory(Source);
        Write(First, "first shard");
        Write(Second, "other shard");
        Write("model.safetensors.index.json", "{}");
        Write("config.json", "{\"model_type\": \"llama\"}");
        Write("tokenizer.json", "{}");
        var files = FileHasher.OfFiles(
            Source, [.. Directory.GetFiles(Source, "*.safetensors"), Path.Combine(Source, "model.safetensors.index.json")]);
        RunRecord passed = SampleRun.Passed;
        Record = passed with
        {
            Candidates =
            [
                .. passed.Candidates.Select(candidate => candidate.Name != "fp8" ? candidate : candidate with
                {
                    Model = candidate.Model with { ContentHash = FileHasher.Combine(files), Files = files },
                }),
            ],
            Baseline = passed.Baseline with { Tasks = [.. passed.Baseline.Tasks.Where(task => !task.IsPrefix)] },
        };
    }

    /// <summary>Of a run whose candidate <c>fp8</c> passed with these files.</summary>
    public RunRecord Record { get; }

    public string Source => folder.Combine("source");

    public string Target => folder.Combine("handed-out");

    public string RecordFile => folder.Combine("run.json");

    public string PolicyFile => folder.Combine("quantgate.yml");

    public string Shipped(string name) => Path.Combine(Target, name);

    public void Write(string name, string text) => File.WriteAllText(Path.Combine(Source, name), text);

    public PromotedFolder Promote() => Promote(Record);

    public PromotedFolder Promote(RunRecord record) =>
        PromotedFolder.Create(Read(record), "fp8", Source, Target, new Quiet(), CancellationToken.None);

    public static GatedRun Read(RunRecord record) =>
        GatedRun.Parse(System.Text.Encoding.UTF8.GetBytes(RunRecordJson.Write(record)), "run.json");

    public Verification VerifyByStatement((string, string)? policy = null) =>
        Verify(File.ReadAllBytes(Shipped(CheckpointFolder.Statement)), policy);

    public Verification VerifyByRecord(RunRecord record, string? candidate = null, (string, string)? policy = null) =>
        Verify(System.Text.Encoding.UTF8.GetBytes(RunRecordJson.Write(record)), policy, candidate);

    public Verification Verify(byte[] record, (string, string)? policy = null, string? candidate = null) => Verification.Of(
        new Verification.Request(Target, "handed-out", record, "record.json", candidate, policy), new Quiet(), CancellationToken.None);

    public static void AssertProblem(Verification verification, string code, string file, string says)
    {
        Diagnostic problem = Assert.Single(verification.Problems);
        Assert.Equal(code, problem.Code);
        Assert.EndsWith(file, problem.At.File, StringComparison.Ordinal);
        Assert.Contains(says, problem.Problem, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private sealed class Quiet : IRunProgress
    {
        public void Begin(string work)
        {
        }

        public void Advance(double fraction, string detail)
        {
        }

        public void End(string result)
        {
        }
    }
}
