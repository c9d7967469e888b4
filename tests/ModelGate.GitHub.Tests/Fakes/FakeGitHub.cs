using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelGate.GitHub.Api;
using ModelGate.Models.Diagnostics;

namespace ModelGate.GitHub.Tests.Fakes;

/// <summary>A request as it came.</summary>
/// <param name="Target">Path and query.</param>
public sealed record FakeCall(string Method, string Target, IHeaderDictionary Headers, string Body);

/// <summary>
/// GitHub with one repository on loopback, at an address as Enterprise Servers have it. It keeps what it is told, refuses what GitHub
/// refuses, and fails where <see cref="Faults"/> says so.
/// </summary>
public sealed class FakeGitHub : IAsyncDisposable
{
    public const string DefaultRepository = "acme/models";
    public const string BotLogin = "github-actions[bot]";
    public const string SecretToken = "ghs_S3cretOfTheTests0123456789abcdefABCD";

    private const string ApiPath = "/api/v3";

    private readonly WebApplication _app;

    private FakeGitHub(WebApplication app, WaitlessClock clock)
    {
        _app = app;
        Clock = clock;
        Faults = new(clock);
        Comments = new(this);
        Checks = new(this);
        Statuses = new(this);
        Pulls = new(this);
        Labels = new(this);
        Runs = new(this);
        Artifacts = new(this);
        Contents = new(this);
    }

    public WaitlessClock Clock { get; }

    public RepositoryName Name { get; } = RepositoryName.Parse(DefaultRepository);

    public string DefaultBranch { get; set; } = "main";

    /// <summary>Whom the token belongs to: the author of what is written.</summary>
    public string TokenLogin { get; set; } = BotLogin;

    /// <summary>What the token may write.</summary>
    public FakeRights Rights { get; set; } = FakeRights.All;

    /// <summary>Permissions of logins: <c>admin</c>, <c>write</c>, <c>read</c>, <c>none</c>. Others are unknown.</summary>
    public ConcurrentDictionary<string, string> Permissions { get; } = new(StringComparer.OrdinalIgnoreCase);

    public FakeGitHubFaults Faults { get; }

    public FakeGitHubComments Comments { get; }

    public FakeGitHubChecks Checks { get; }

    public FakeGitHubStatuses Statuses { get; }

    public FakeGitHubPulls Pulls { get; }

    public FakeGitHubLabels Labels { get; }

    public FakeGitHubRuns Runs { get; }

    public FakeGitHubArtifacts Artifacts { get; }

    public FakeGitHubContents Contents { get; }

    /// <summary>In the order they came, those to the storage of artifacts too.</summary>
    public ConcurrentQueue<FakeCall> Calls { get; } = [];

    /// <summary>Where GITHUB_API_URL points.</summary>
    public Uri Api { get; private set; } = null!;

    /// <summary>Where artifacts lie: another host, as another port is one.</summary>
    internal Uri Storage { get; private set; } = null!;

    /// <summary>One at a time changes the state.</summary>
    internal Lock Gate { get; } = new();

    public static async Task<FakeGitHub> StartAsync(WaitlessClock? clock = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0);
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        WebApplication app = builder.Build();
        FakeGitHub fake = new(app, clock ?? new WaitlessClock());
        app.Use((context, next) => fake.ReceiveAsync(context, next));
        app.Use((context, next) => fake.Faults.HandleAsync(context, next));
        app.UseRouting();
        fake.Map(app);
        await app.StartAsync();
        string[] addresses = [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
        fake.Api = new(addresses[0] + ApiPath);
        fake.Storage = new(addresses[1]);
        return fake;
    }

    /// <summary>A client of this server with a good token and its clock.</summary>
    public GitHubClient Client(HttpClient http, GitHubClientOptions? options = null) =>
        new(http, new(Api, Name, GitHubToken.Parse(SecretToken, new SourcePoint("GITHUB_TOKEN"))), Clock, options);

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private void Map(WebApplication app)
    {
        RouteGroupBuilder api = app.MapGroup(ApiPath);
        RouteGroupBuilder repository = api.MapGroup($"/repos/{Name}");
        api.MapGet("/user", () => TokenLogin == BotLogin
            ? FakeAnswers.Refuse(403, "Resource not accessible by integration") : FakeAnswers.Json(FakeAnswers.User(TokenLogin)!));
        repository.MapGet("", () => FakeAnswers.Json(FakeAnswers.Repository(1, DefaultRepository, DefaultBranch)));
        repository.MapGet("/collaborators/{login}/permission", (string login) => Permissions.TryGetValue(login, out string? granted)
            ? FakeAnswers.Json(new JsonObject { ["permission"] = granted, ["role_name"] = granted, ["user"] = FakeAnswers.User(login) })
            : FakeAnswers.Refuse(404, $"{login} is not a user"));
        Comments.Map(repository);
        Checks.Map(repository);
        Statuses.Map(repository);
        Pulls.Map(repository);
        Labels.Map(repository);
        Runs.Map(repository);
        Artifacts.Map(repository, app);
        Contents.Map(repository);
        app.MapFallback(() => FakeAnswers.Refuse(404, "Not Found"));
    }

    private async Task ReceiveAsync(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        request.EnableBuffering();
        using StreamReader reader = new(request.Body, leaveOpen: true);
        string body = await reader.ReadToEndAsync();
        request.Body.Position = 0;
        string target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        Calls.Enqueue(new(request.Method, target, new HeaderDictionary(request.Headers.ToDictionary()), body));
        context.Response.Headers.Date = Clock.GetUtcNow().ToString("R");
        IResult? refused = request.Path.StartsWithSegments(ApiPath) ? Refuse(request) : null;
        await (refused is null ? next(context) : refused.ExecuteAsync(context));
    }

    /// <summary>What GitHub demands of every request.</summary>
    private static IResult? Refuse(HttpRequest request)
    {
        if (request.Headers.UserAgent.Count == 0) return FakeAnswers.Refuse(403, "Request forbidden by administrative rules.");
        if (request.Headers["X-GitHub-Api-Version"] != "2022-11-28") return FakeAnswers.Refuse(400, "Unsupported API version");
        return request.Headers.Authorization == $"Bearer {SecretToken}" ? null : FakeAnswers.Refuse(401, "Bad credentials");
    }
}

/// <summary>What a token may write; reading it always may.</summary>
public sealed record FakeRights(bool Comments, bool Checks, bool Statuses)
{
    public static FakeRights All { get; } = new(true, true, true);

    /// <summary>As in the runs of forks.</summary>
    public static FakeRights None { get; } = new(false, false, false);
}
