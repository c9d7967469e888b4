using System.Net;
using System.Net.Http.Headers;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <summary>
/// One request to a judge's server. What may pass (429, 408, 5xx, a lost connection, no reply in time, a reply that is no JSON of this
/// API) is tried again after the time the server asks for, or 1, 2, 4 … seconds.
/// </summary>
internal sealed class JudgeTransport(HttpClient http, JudgeSettings settings, JudgeKey key, TimeProvider clock)
{
    public const int Attempts = 6;

    private const int LongestErrorShown = 300;
    private const int LargestReplyBytes = 16 << 20;

    /// <summary>Of one attempt; 4096 tokens take a few minutes at worst.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private readonly Uri _address = new($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}/chat/completions");

    /// <exception cref="DiagnosticException">QG0631: the server refuses whatever is asked.</exception>
    public async Task<JudgeReply> AskAsync(byte[] body, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            string failure;
            TimeSpan? asked = null;
            using CancellationTokenSource patience = new(Patience, clock);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
            try
            {
                using HttpRequestMessage request = new(HttpMethod.Post, _address) { Content = new ByteArrayContent(body) };
                request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("modelgate", null));
                key.AddTo(request);
                using HttpResponseMessage response =
                    await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
                await response.Content.LoadIntoBufferAsync(LargestReplyBytes, either.Token).ConfigureAwait(false);
                byte[] reply = await response.Content.ReadAsByteArrayAsync(either.Token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    if (ChatCompletionReply.Read(reply) is { } answered) return answered with { Text = key.Clear(answered.Text) };
                    failure = "the reply is not a chat completion in JSON";
                }
                else
                {
                    ChatCompletionError? error = ChatCompletionFailure.Read(reply);
                    failure = $"the server answered {(int)response.StatusCode} {response.StatusCode}{Shown(error)}";
                    if (IsForGood(response.StatusCode, error)) throw Refused(response.StatusCode, failure);
                    if (!MayPass(response.StatusCode)) return new JudgeReply.Failed(Sentence(failure));
                    asked = RetryAfter(response);
                }
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                failure = $"no reply came in {Patience.TotalMinutes:0} minutes";
            }
            catch (Exception lost) when (lost is HttpRequestException or IOException)
            {
                failure = key.Clear(lost.Message).TrimEnd('.');
            }

            if (attempt == Attempts || asked > LongestWait) return new JudgeReply.Failed(Sentence(failure));
            await Task.Delay(asked ?? TimeSpan.FromSeconds(1 << (attempt - 1)), clock, cancel).ConfigureAwait(false);
        }
    }

    public DiagnosticException Unreachable(string failure) => new(
        TaskCodes.JudgeUnreachable, new(settings.Endpoint.AbsoluteUri),
        $"The judge {settings.Model} cannot be asked: {failure.TrimEnd('.')}.",
        "Check address, model and network; replies that came are kept, and the same command goes on from there.");

    /// <summary>Nothing that is asked would be answered.</summary>
    private static bool IsForGood(HttpStatusCode status, ChatCompletionError? error) =>
        (int)status is >= 300 and < 400
        || status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed
        || (status == HttpStatusCode.TooManyRequests && error is { IsQuota: true });

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)status >= 500;

    private DiagnosticException Refused(HttpStatusCode status, string failure)
    {
        if (status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)) return Unreachable(failure);
        string name = settings.KeyVariable ?? JudgeSettings.DefaultKeyVariable;
        string remedy = key.IsPresent ? $"Check that the key in {name} is valid for this judge."
            : settings.Endpoint.Scheme == Uri.UriSchemeHttps || settings.Endpoint.IsLoopback ? $"Set {name} to the judge's key."
            : "Name the variable with 'key-variable': over an unencrypted address no other key is sent.";
        return new(
            TaskCodes.JudgeKey, new(settings.Endpoint.AbsoluteUri),
            $"The judge's server refuses access ({(int)status}){(key.IsPresent ? "" : "; no key was sent")}.", remedy);
    }

    /// <summary>Messages of the provider, never those about keys: they may repeat a part of it.</summary>
    private string Shown(ChatCompletionError? error)
    {
        if (error?.Message is not { Length: > 0 } message) return "";
        string shown = key.Clear(message).ReplaceLineEndings(" ").Trim();
        return $": {(shown.Length > LongestErrorShown ? shown[..LongestErrorShown] + "…" : shown)}";
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        TimeSpan? wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - clock.GetUtcNow(),
            _ => null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Sentence(string failure) => $"{char.ToUpperInvariant(failure[0])}{failure[1..].TrimEnd('.')}.";
}
