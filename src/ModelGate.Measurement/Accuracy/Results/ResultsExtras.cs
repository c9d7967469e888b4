using System.Text.Json;
using ModelGate.Measurement.Accuracy.Evaluation;
using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Measurement.Accuracy.Results;

/// <summary>Writes what the harness's results have no place for, under the key <c>quantgate</c>.</summary>
internal sealed class ResultsExtras(EvaluationIdentity identity)
{
    public void Write(Utf8JsonWriter json, IReadOnlyList<TaskResult> results)
    {
        json.WriteStartObject("quantgate");
        json.WriteNumber("schema", 1);
        json.WriteString("tool", identity.Tool);
        if (identity.CheckpointHash is { } hash) json.WriteString("checkpoint_hash", hash);
        json.WriteStartObject("engine");
        json.WriteString("name", identity.Engine.Engine);
        json.WriteString("kernel_version", identity.Engine.KernelVersion);
        json.WriteString("precision", identity.Engine.Precision);
        json.WriteString("device_class", identity.Engine.DeviceClass);
        json.WriteBoolean("bit_repeatable", identity.Engine.IsBitRepeatable);
        json.WriteEndObject();
        ResultsWriter.WriteEach(json, "tasks", results, result => WriteTask(json, result));
        json.WriteEndObject();
    }

    private static void WriteTask(Utf8JsonWriter json, TaskResult result)
    {
        TaskGating gating = result.Task.Task.Gating;
        json.WriteStartObject();
        json.WriteString("fingerprint", result.Task.Fingerprint);
        json.WriteString("selection", result.Task.Options.Selection switch
        {
            DocumentSelection.Prefix prefix => $"first {prefix.Count}",
            DocumentSelection.Sample sample => $"sample of {sample.Count}, seed {sample.Seed}",
            DocumentSelection.Shard shard => $"shard {shard.Index + 1} of {shard.Count}",
            _ => "all",
        });
        json.WriteBoolean("prefix", result.IsPrefix);
        if (result.Primary is { } primary)
        {
            json.WriteString("primary_metric", primary.Key);
            json.WriteBoolean("higher_is_better", primary.HigherIsBetter);
            if (primary.Range is { } range)
            {
                json.WriteStartArray("range");
                json.WriteNumberValue(range.Low);
                json.WriteNumberValue(range.High);
                json.WriteEndArray();
            }
        }

        if (gating.Chance is { } chance) json.WriteNumber("chance", chance);
        json.WriteBoolean("normalise", gating.Normalise);
        json.WriteString("chat", gating.Chat switch
        {
            ChatUse.SingleTurn => "single-turn",
            ChatUse.MultiTurn => "multi-turn",
            _ => "none",
        });
        if (gating.SystemInstruction is { } instruction) json.WriteString("system_instruction", instruction);
        if (gating.AddBeginOfSequence is { } addsBegin) json.WriteBoolean("add_bos_token", addsBegin);
        json.WriteNumber("generated_tokens", result.GeneratedTokens);
        json.WriteNumber("answers_at_limit", result.AnswersAtLimit);
        json.WriteNumber("truncated_documents", result.TruncatedDocuments);
        if (result.Metrics.Any(metric => metric.Undecided > 0))
        {
            json.WriteStartObject("undecided");
            foreach (MetricResult metric in result.Metrics) json.WriteNumber(metric.Key, metric.Undecided);
            json.WriteEndObject();
        }

        if (result.Judgments is { } judgments) WriteJudging(json, judgments);
        if (result.Approximations.Count > 0) ResultsWriter.WriteTexts(json, "approximations", result.Approximations);
        json.WriteEndObject();
    }

    private static void WriteJudging(Utf8JsonWriter json, JudgmentReport report)
    {
        json.WriteStartObject("judging");
        json.WriteString("judge", report.Judge);
        json.WriteNumber("games", report.Games);
        json.WriteNumber("unscored", report.Unscored);
        WriteInterval("interval_prompts", report.Prompts);
        json.WriteStartArray("runs");
        foreach (JudgedRun run in report.Runs)
        {
            json.WriteStartObject();
            json.WriteNumber("run", run.Run);
            json.WriteNumber("win_rate", run.WinRate);
            WriteInterval("interval_battles", run.Rows);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (report.Usage is { } usage)
        {
            json.WriteNumber("input_tokens", usage.InputTokens);
            json.WriteNumber("output_tokens", usage.OutputTokens);
        }

        if (report.Usd is { } usd) json.WriteNumber("usd", usd);
        json.WriteEndObject();

        void WriteInterval(string name, Interval interval)
        {
            json.WriteStartArray(name);
            json.WriteNumberValue(interval.Low);
            json.WriteNumberValue(interval.High);
            json.WriteEndArray();
        }
    }
}
