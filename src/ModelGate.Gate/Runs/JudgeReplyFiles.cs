using System.Text.Json;
using System.Text.Json.Serialization;
using ModelGate.Measurement.Accuracy.Judging;

namespace ModelGate.Gate.Runs;

/// <summary>Replies of judges in the work folder, a file each, whole or not at all: what was paid for is not asked again.</summary>
public sealed class JudgeReplyFiles(WorkFolder work) : IJudgeCache
{
    public JudgeReply.Answered? Find(string key) => WorkFolder.TryRead(work.Judgment(key), JudgeReplyJson.Default.Answered);

    public void Keep(string key, JudgeReply.Answered reply) =>
        WorkFolder.Write(work.Judgment(key), JsonSerializer.Serialize(reply, JudgeReplyJson.Default.Answered));
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(JudgeReply.Answered))]
internal sealed partial class JudgeReplyJson : JsonSerializerContext;
