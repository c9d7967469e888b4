using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>The body of a request to <c>/chat/completions</c>.</summary>
internal sealed record ChatCompletionRequest(string Model, IReadOnlyList<ChatCompletionMessage> Messages, double Temperature, int MaxTokens)
{
    public static byte[] Bytes(JudgeRequest request, string model) => JsonSerializer.SerializeToUtf8Bytes(
        new ChatCompletionRequest(
            model, [.. request.Messages.Select(message => new ChatCompletionMessage(message.Role, message.Content))], 0, request.MaxTokens),
        ChatCompletionJson.Default.ChatCompletionRequest);
}

internal sealed record ChatCompletionMessage(string Role, string Content);

/// <summary>What of a reply is read; everything else is ignored.</summary>
internal sealed record ChatCompletionReply(IReadOnlyList<ChatCompletionChoice>? Choices, ChatCompletionUsage? Usage)
{
    /// <summary>Null where the bytes are no reply of this API.</summary>
    public static JudgeReply.Answered? Read(ReadOnlySpan<byte> json)
    {
        ChatCompletionReply? reply;
        try
        {
            reply = JsonSerializer.Deserialize(json, ChatCompletionJson.Default.ChatCompletionReply);
        }
        catch (JsonException)
        {
            return null;
        }

        if (reply?.Choices is not [{ Message: { } message } choice, ..]) return null;
        bool isRefusal = choice.FinishReason == "content_filter" || !string.IsNullOrEmpty(message.Refusal);
        JudgeUsage? usage = reply.Usage is { } counted ? new(counted.PromptTokens, counted.CompletionTokens) : null;
        return new(message.Content ?? message.Refusal ?? "", isRefusal, choice.FinishReason == "length", usage);
    }
}

internal sealed record ChatCompletionChoice(ChatCompletionAnswer? Message, string? FinishReason);

internal sealed record ChatCompletionAnswer(string? Content, string? Refusal);

internal sealed record ChatCompletionUsage(long PromptTokens, long CompletionTokens);

/// <summary>The body of a refused request.</summary>
internal sealed record ChatCompletionFailure(ChatCompletionError? Error)
{
    public static ChatCompletionError? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ChatCompletionJson.Default.ChatCompletionFailure)?.Error;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <param name="Code">A text or a number, by server.</param>
internal sealed record ChatCompletionError(string? Message, JsonElement? Code)
{
    public bool IsQuota => Code is { ValueKind: JsonValueKind.String } code && code.GetString() == "insufficient_quota";
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatCompletionRequest))]
[JsonSerializable(typeof(ChatCompletionReply))]
[JsonSerializable(typeof(ChatCompletionFailure))]
internal sealed partial class ChatCompletionJson : JsonSerializerContext;
