using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using ModelGate.Models.Diagnostics;

namespace ModelGate.Models.Hub;

/// <summary>
/// Requests to the Hub: the token goes to the endpoint and the rows service alone, redirects are followed here, and what may pass (429,
/// 5xx, a lost connection) is tried again after the time the server asks for, or 1, 2, 4 … seconds.
/// </summary>
internal sealed class HubTransport(HttpClient http, HubOptions options, TimeProvider clock)
{
    public const int Attempts = 6;

    private const int MaximumRedirects = 8;
    private const int LargestErrorBytes = 1 << 16;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>A response whose headers have come: success, or 416 for a range that the file does not have.</summary>
    /// <param name="from">First byte wanted; 0 asks for the whole.</param>
    /// <exception cref="DiagnosticException">QG0402, QG0404, QG0405.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, long from, HubReference reference, CancellationToken cancel)
    {
        for (int attempt = 1; ; attempt++)
        {
            string failure;
            TimeSpan? asked = null;
            try
            {
                HttpResponseMessage response = await FollowAsync(address, from, cancel).ConfigureAwait(false);
                if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable) return response;
                using (response)
                {
                    string said = await ErrorAsync(response, cancel).ConfigureAwait(false);
                    if (!MayPass(response.StatusCode)) throw Refused(response, reference, said);
                    failure = $"the server answered {(int)response.StatusCode} {response.StatusCode}{said}";
                    asked = RetryAfter(response);
                }
            }
            catch (Exception lost) when (IsLoss(lost, cancel))
            {
                failure = lost.Message;
            }

            if (attempt == Attempts || asked > LongestWait) throw Unreachable(reference, failure);
            await DelayAsync(attempt, asked, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>A failure of the network, not of the caller's patience.</summary>
    public static bool IsLoss(Exception exception, CancellationToken cancel) =>
        exception is HttpRequestException or IOException or TimeoutException
        || (exception is OperationCanceledException && !cancel.IsCancellationRequested);

    public Task DelayAsync(int attempt, TimeSpan? asked, CancellationToken cancel) =>
        Task.Delay(asked ?? TimeSpan.FromSeconds(1 << (attempt - 1)), clock, cancel);

    public DiagnosticException Unreachable(HubReference reference, string failure) => new(
        HubCodes.Unreachable,
        new SourcePoint(reference.ToString()),
        $"{(reference.IsDataset ? "The Hub" : options.Endpoint.Host)} does not give the {reference.Kind}: {failure}",
        "Try again later; what was fetched is kept. HF_HUB_OFFLINE=1 uses a cached copy without asking.");

    private async Task<HttpResponseMessage> FollowAsync(Uri address, long from, CancellationToken cancel)
    {
        for (int redirect = 0; redirect <= MaximumRedirects; redirect++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.Add(new ProductInfoHeaderValue("modelgate", null));
            if (from > 0) request.Headers.Range = new RangeHeaderValue(from, null);
            if (options.Token is { } token && (IsPartOf(options.Endpoint, address) || IsPartOf(options.DatasetsServer, address)))
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);

            HttpResponseMessage response = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, cancel).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
                return response;

            response.Dispose();
            var next = new Uri(address, location);
            bool allowed = next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && address.Scheme == Uri.UriSchemeHttp);
            address = allowed ? next : throw new HttpRequestException($"{address.Host} redirects to an unencrypted address.");
        }

        throw new HttpRequestException($"{options.Endpoint.Host} redirects more than {MaximumRedirects} times.");
    }

    private static bool IsPartOf(Uri service, Uri address) =>
        address.Scheme == service.Scheme && address.Host == service.Host && address.Port == service.Port;

    private static bool MayPass(HttpStatusCode status) =>
        status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        || ((int)status >= 500 && status != HttpStatusCode.NotImplemented);

    /// <summary>What the services say beside a bad status, as <c>: TEXT</c>; empty where they say nothing readable.</summary>
    private static async Task<string> ErrorAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(LargestErrorBytes, cancel).ConfigureAwait(false);
            using JsonDocument json = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancel).ConfigureAwait(false));
            return json.RootElement.TryGetProperty("error", out JsonElement error) && error.GetString() is { Length: > 0 } text
                ? $": {text.ReplaceLineEndings(" ").TrimEnd('.')}" : "";
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException || IsLoss(unreadable, cancel))
        {
            return "";
        }
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

    private DiagnosticException Refused(HttpResponseMessage response, HubReference reference, string said)
    {
        string error = response.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? codes) ? codes.First() : "";
        var at = new SourcePoint(reference.ToString());
        bool hasToken = options.Token is not null;
        switch (response.StatusCode)
        {
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                when error is "GatedRepo" or "ExternalAuthenticatedError" or "ExternalUnauthenticatedError":
                return new DiagnosticException(
                    HubCodes.AccessDenied, at, $"Access to {reference.Id} is gated.",
                    hasToken
                        ? $"Accept its terms at {options.Endpoint.Host}/{reference.Page} with the account of HF_TOKEN."
                        : $"Accept its terms at {options.Endpoint.Host}/{reference.Page}, then set HF_TOKEN to a token of that account.");
            case HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden:
                return new DiagnosticException(
                    HubCodes.AccessDenied, at, $"{reference.Id} does not exist, or is private.",
                    hasToken
                        ? "Check the name, and that the token in HF_TOKEN is valid and may read it."
                        : $"Check the name; for a private {reference.Kind} set HF_TOKEN.");
            case HttpStatusCode.NotFound when reference.IsDataset:
                return new DiagnosticException(
                    HubCodes.NotFound, at, $"The Hub has no such data{said}.", "Check the data set's name, configuration and split.");
            case HttpStatusCode.NotFound:
                return new DiagnosticException(
                    HubCodes.NotFound, at,
                    error == "RevisionNotFound"
                        ? $"{reference.Id} has no revision '{reference.Revision}'."
                        : $"{options.Endpoint.Host} has no {reference.Id} at revision '{reference.Revision}'.",
                    "Check owner, name and revision.");
            default:
                return Unreachable(reference, $"the server answered {(int)response.StatusCode} {response.StatusCode}{said}");
        }
    }
}
