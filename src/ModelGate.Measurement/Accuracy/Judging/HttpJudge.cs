using System.Security.Cryptography;
using System.Text;

namespace ModelGate.Measurement.Accuracy.Judging;

/// <param name="Finished">Requests answered or given up.</param>
/// <param name="Requests">All of the batch.</param>
/// <param name="Asked">Of the finished, those that were not answered before.</param>
public readonly record struct JudgeProgress(int Finished, int Requests, int Asked);

/// <summary>A judge behind an OpenAI-compatible API: several requests at a time, each answered once and kept.</summary>
/// <param name="cache">Asked before the server, told whatever it answers.</param>
public sealed class HttpJudge(
    HttpClient http, JudgeSettings settings, JudgeKey key, IJudgeCache cache, TimeProvider clock,
    IProgress<JudgeProgress>? progress = null) : IJudge
{
    private readonly JudgeTransport transport = new(http, settings, key, clock);

    public JudgeSettings Settings => settings;

    /// <summary>One failure after the other, with no answer between: the server is gone, and further requests would only wait.</summary>
    private int MostFailuresInARow => Math.Max(8, 2 * settings.Parallel);

    /// <summary>A client for judges: no redirects, which could lead a key elsewhere, and no time limit but the transport's.</summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(20),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public IReadOnlyList<JudgeReply> Ask(IReadOnlyList<JudgeRequest> requests, CancellationToken cancel) =>
        AskAsync(requests, cancel).GetAwaiter().GetResult();

    private async Task<IReadOnlyList<JudgeReply>> AskAsync(IReadOnlyList<JudgeRequest> requests, CancellationToken cancel)
    {
        JudgeReply[] replies = new JudgeReply[requests.Count];
        Lock gate = new();
        int finished = 0, asked = 0, failuresInARow = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancel };
        await Parallel.ForEachAsync(Enumerable.Range(0, requests.Count), options, async (i, stop) =>
        {
            byte[] body = ChatCompletionRequest.Bytes(requests[i], settings.Model);
            string name = KeyOf(body, requests[i].Run);
            JudgeReply? reply = cache.Find(name);
            bool isNew = reply is null;
            if (reply is null)
            {
                reply = await transport.AskAsync(body, stop).ConfigureAwait(false);
                if (reply is JudgeReply.Answered answered) cache.Keep(name, answered);
            }

            replies[i] = reply;
            lock (gate)
            {
                finished++;
                if (isNew) asked++;
                failuresInARow = reply is JudgeReply.Failed ? failuresInARow + 1 : 0;
                if (reply is JudgeReply.Failed failed && failuresInARow >= MostFailuresInARow) throw transport.Unreachable(failed.Reason);
                progress?.Report(new(finished, requests.Count, asked));
            }
        }).ConfigureAwait(false);
        return replies;
    }

    /// <summary>The address is part of it: another server's model of the same name is another judge. The API key is not.</summary>
    private string KeyOf(byte[] body, int run)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{settings.Endpoint.AbsoluteUri.TrimEnd('/')}\n{run}\n"));
        hash.AppendData(body);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
