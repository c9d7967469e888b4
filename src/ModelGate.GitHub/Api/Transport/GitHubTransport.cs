using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Polly;
using Polly.Retry;

namespace ModelGate.GitHub.Api;

/// <summary>Requests with their repetitions, writes in turn, and lists of pages.</summary>
internal sealed class GitHubTransport(HttpClient http, GitHubConnection connection, GitHubClientOptions options, TimeProvider clock)
    : IDisposable
{
    private readonly GitHubAttempts _attempts = new(http, connection, options, clock);
    private readonly WritePace _pace = new(clock, options.BetweenWrites);
    private readonly ResiliencePipeline<Attempt> _repeating = Repeating(options, clock);

    /// <exception cref="GitHubException">Not done, to the last attempt.</exception>
    public async Task<GitHubAnswer> SendAsync(GitHubRequest request, CancellationToken cancel)
    {
        return Answer(await (request.IsWrite ? _pace.TakeTurnAsync(SendAsync, cancel) : SendAsync()).ConfigureAwait(false));

        Task<Attempt> SendAsync() => RepeatAsync(token => _attempts.TryAsync(request, token), cancel);
    }

    public async Task<T> SendAsync<T>(GitHubRequest request, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class => Read(await SendAsync(request, cancel).ConfigureAwait(false), type, request);

    /// <summary>As <see cref="SendAsync{T}"/>; null where it is not there.</summary>
    public async Task<T?> FindAsync<T>(GitHubRequest request, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        try
        {
            return await SendAsync(request, type, cancel).ConfigureAwait(false);
        }
        catch (GitHubException absent) when (absent.Problem is GitHubProblem.NotFound)
        {
            return null;
        }
    }

    /// <summary>A write that must not happen twice: where an answer was lost, it is looked for before it is repeated.</summary>
    /// <param name="find">Null: not there.</param>
    public Task<T> SendOnceAsync<T>(
        GitHubRequest request, JsonTypeInfo<T> type, Func<CancellationToken, Task<T?>> find, CancellationToken cancel)
        where T : class
    {
        return _pace.TakeTurnAsync(SendAsync, cancel);

        async Task<T> SendAsync()
        {
            T? found = null;
            bool inDoubt = false;
            Attempt last = await RepeatAsync(TryAsync, cancel).ConfigureAwait(false);
            // The last attempt's answer may be the lost one.
            if (inDoubt && last is Attempt.Again) found ??= await find(cancel).ConfigureAwait(false);
            return found ?? Read(Answer(last), type, request);

            async Task<Attempt> TryAsync(CancellationToken token)
            {
                if (inDoubt && (found = await find(token).ConfigureAwait(false)) is not null) return new Attempt.FoundAgain();
                Attempt attempt = await _attempts.TryAsync(request, token).ConfigureAwait(false);
                inDoubt |= attempt is Attempt.Again { InDoubt: true };
                return attempt;
            }
        }
    }

    /// <summary>The pages of a list, each asked for when it is needed.</summary>
    public async IAsyncEnumerable<T> PagesAsync<T>(
        GitHubRequest request, JsonTypeInfo<T> type, [EnumeratorCancellation] CancellationToken cancel)
        where T : class
    {
        GitHubRequest page = request;
        for (int pages = 1; ; pages++)
        {
            GitHubAnswer answer = await SendAsync(page, cancel).ConfigureAwait(false);
            yield return Read(answer, type, page);
            if (answer.Next is not { } next) yield break;
            if (!_attempts.IsOurs(next))
            {
                throw new GitHubException(new GitHubProblem.Unreadable(
                    $"GitHub's next page is on another host, {next.Authority}; it is not followed. Asked to {request.What}."));
            }

            if (pages == options.MostPages)
            {
                throw new GitHubException(new GitHubProblem.TooLarge(
                    $"GitHub has more than {options.MostPages} pages; asked to {request.What}."));
            }

            page = request with { Target = next.AbsoluteUri };
        }
    }

    public void Dispose() => _pace.Dispose();

    private async Task<Attempt> RepeatAsync(Func<CancellationToken, Task<Attempt>> attempt, CancellationToken cancel) =>
        await _repeating.ExecuteAsync(async token => await attempt(token).ConfigureAwait(false), cancel).ConfigureAwait(false);

    private static ResiliencePipeline<Attempt> Repeating(GitHubClientOptions options, TimeProvider clock) =>
        new ResiliencePipelineBuilder<Attempt> { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions<Attempt>
            {
                MaxRetryAttempts = options.Retries,
                ShouldHandle = args => ValueTask.FromResult(
                    args.Outcome.Result is Attempt.Again again && again.WaitAfter(args.AttemptNumber) <= options.LongestWait),
                DelayGenerator = args => ValueTask.FromResult(
                    args.Outcome.Result is Attempt.Again again ? again.WaitAfter(args.AttemptNumber) : (TimeSpan?)null),
            })
            .Build();

    private static GitHubAnswer Answer(Attempt last) => last switch
    {
        Attempt.Answered answered => answered.Answer,
        Attempt.Refused refused => throw new GitHubException(refused.Problem),
        Attempt.Again again => throw new GitHubException(again.Problem),
        _ => throw new InvalidOperationException("What was found needs no answer."),
    };

    private T Read<T>(GitHubAnswer answer, JsonTypeInfo<T> type, GitHubRequest request)
        where T : class
    {
        string place = "$";
        try
        {
            if (JsonSerializer.Deserialize(answer.Body, type) is { } value) return value;
        }
        catch (JsonException unfit)
        {
            // The message may quote the answer; the path has names of ours, or of a field that nobody knows.
            place = unfit.Path ?? place;
        }

        throw new GitHubException(new GitHubProblem.Unreadable(
            $"The server's answer is not what GitHub documents, at {connection.Token.Clear(place)}; asked to {request.What}."));
    }
}
