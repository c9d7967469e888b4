using System.Net;
using System.Net.Http.Headers;
using Polly;
using Polly.Timeout;

namespace ModelGate.GitHub.Api;

/// <summary>One attempt of a request: headers, time-out, same-host redirections, and what the answer means.</summary>
internal sealed class GitHubAttempts(HttpClient http, GitHubConnection connection, GitHubClientOptions options, TimeProvider clock)
{
    public const string ApiVersion = "2022-11-28";

    private const int MostErrorBytes = 64 << 10;
    private const int MostRedirections = 3;

    private readonly Uri _root = new(connection.Api.AbsoluteUri.TrimEnd('/') + "/");
    private readonly ResiliencePipeline _patience =
        new ResiliencePipelineBuilder { TimeProvider = clock }.AddTimeout(options.Patience).Build();

    /// <summary>Nothing it throws but cancellation: all else is an <see cref="Attempt"/>.</summary>
    public async Task<Attempt> TryAsync(GitHubRequest request, CancellationToken cancel)
    {
        try
        {
            return await _patience.ExecuteAsync(async either => await SendAsync(request, either).ConfigureAwait(false), cancel)
                .ConfigureAwait(false);
        }
        catch (TimeoutRejectedException)
        {
            return Lost(request, $"no answer came in {options.Patience.TotalSeconds:0} s");
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            return Lost(request, connection.Token.Clear(lost.Message));
        }
    }

    /// <summary>The token goes to no other host.</summary>
    public bool IsOurs(Uri address) => Uri.Compare(
        address, _root, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async Task<Attempt> SendAsync(GitHubRequest request, CancellationToken cancel)
    {
        Uri address = new(_root, request.Target);
        for (int redirections = 0; ; redirections++)
        {
            using HttpRequestMessage message = Message(request, address);
            using HttpResponseMessage response =
                await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            Uri? location = response.Headers.Location is { } target ? new(address, target) : null;
            bool isFollowed = location is not null && IsOurs(location) && redirections < MostRedirections
                && Follows(request, response.StatusCode);
            if (!isFollowed) return await ReadAsync(request, response, location, cancel).ConfigureAwait(false);
            address = location!;
        }
    }

    private HttpRequestMessage Message(GitHubRequest request, Uri address)
    {
        HttpRequestMessage message = new(request.Method, address);
        message.Headers.UserAgent.Add(new ProductInfoHeaderValue("modelgate", null));
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(request.Accept));
        if (!IsOurs(address)) return message;
        message.Headers.Add("X-GitHub-Api-Version", ApiVersion);
        connection.Token.AddTo(message);
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        }

        return message;
    }

    /// <summary>A repository that was renamed or moved answers with a redirection.</summary>
    private static bool Follows(GitHubRequest request, HttpStatusCode status) =>
        status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        || (!request.IsWrite && status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found);

    private async Task<Attempt> ReadAsync(GitHubRequest request, HttpResponseMessage response, Uri? location, CancellationToken cancel)
    {
        int status = (int)response.StatusCode;
        if (response.StatusCode == HttpStatusCode.Found && location is not null) return Answered([], location);
        if (status is >= 200 and < 300)
        {
            byte[] body = await LimitedBody.ReadAsync(response.Content, request.MostBytes, cancel).ConfigureAwait(false);
            return body.Length <= request.MostBytes ? Answered(body, null) : new Attempt.Refused(new GitHubProblem.TooLarge(
                $"GitHub's answer is larger than {request.MostBytes} bytes; asked to {request.What}."));
        }

        byte[] error = await LimitedBody.ReadAsync(response.Content, MostErrorBytes, cancel).ConfigureAwait(false);
        string? message = Problems.ReadMessage(error, connection.Token);
        if (RateLimit.Find(response, message, request.What, clock.GetUtcNow()) is { } limited) return limited;
        return status >= 500 || response.StatusCode == HttpStatusCode.RequestTimeout
            ? Lost(request, $"the server answered {status}{Problems.Quote(message)}")
            : new Attempt.Refused(Problems.Of(response.StatusCode, message, request.What));

        Attempt.Answered Answered(byte[] body, Uri? elsewhere) =>
            new(new(body, response.Content.Headers.ContentType, PageLink.Next(response.Headers), elsewhere));
    }

    private Attempt.Again Lost(GitHubRequest request, string why) => new(
        new GitHubProblem.Unreachable($"GitHub at {_root.Authority} did not {request.What}: {why.TrimEnd('.')}."),
        TimeSpan.FromSeconds(1), Doubles: true, InDoubt: true);
}
