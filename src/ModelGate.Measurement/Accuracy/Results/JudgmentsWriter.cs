using System.Text;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Judging;
using ModelGate.Measurement.Accuracy.Python;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>Writes <c>judgments_TASK.jsonl</c> beside the samples: one line a game, runs after each other.</summary>
public static class JudgmentsWriter
{
    public static string FileName(string task) => $"judgments_{task}.jsonl";

    /// <summary>Nothing where no judge was asked.</summary>
    public static void Write(string directory, TaskResult result)
    {
        if (result.Judgments is not { } report) return;
        string path = Path.Combine(directory, FileName(result.Name)), temporary = path + ".tmp";
        bool publish = result.Task.Task.Gating.PublishDocuments;
        using (StreamWriter file = new(temporary, append: false, new UTF8Encoding(false)) { NewLine = "\n" })
        {
            foreach (Judgment judgment in report.Judgments) file.WriteLine(PythonJson.Dumps(Line(judgment, report.Judge, publish)));
        }

        File.Move(temporary, path, overwrite: true);
    }

    private static OrderedDictionary<string, object?> Line(Judgment judgment, string judge, bool publish) => new(StringComparer.Ordinal)
    {
        ["uid"] = judgment.Key,
        ["judge"] = judge,
        ["run"] = (long)judgment.Run,
        ["order"] = judgment.CandidateIsA ? "candidate, baseline" : "baseline, candidate",
        ["verdict"] = judgment.Verdict is { } verdict ? VerdictReading.LabelOf(verdict) : null,
        ["unscored"] = judgment.Reason is { } reason ? JudgmentReport.Words(reason) : null,
        ["reply"] = publish ? judgment.Reply : "",
    };
}
