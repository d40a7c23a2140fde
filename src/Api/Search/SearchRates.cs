using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace SoundTime.Api;

/// <summary>
/// Bounds searches: their rate for each client, and how many that ask peers are open, for each client and in all. Other requests pass.
/// </summary>
internal static class SearchRates
{
    /// <summary>Clients that are told apart. Several may share a place by chance, which a random seed keeps others from choosing; so memory is bounded.</summary>
    private const int Places = 16_384;

    /// <summary>When to try again where the end of others is waited for.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(2);

    /// <summary>Sets up the framework's limiter.</summary>
    public static void Configure(RateLimiterOptions limiter, ApiOptions options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            Of((context, asksPeers) => RateLimitPartition.GetTokenBucketLimiter(
                $"{(asksPeers ? "peers" : "here")} {PlaceOf(context)}", _ => BucketOf(asksPeers ? options.PeerSearchRate : options.SearchRate))),
            Of((context, asksPeers) => asksPeers
                ? RateLimitPartition.GetConcurrencyLimiter($"open {PlaceOf(context)}", _ => Open(options.OpenPeerSearchesOfClient))
                : Unbounded()),
            Of((_, asksPeers) => asksPeers
                ? RateLimitPartition.GetConcurrencyLimiter("open in all", _ => Open(options.OpenPeerSearches))
                : Unbounded()));
        limiter.OnRejected = RefuseAsync;
    }

    private static PartitionedRateLimiter<HttpContext> Of(Func<HttpContext, bool, RateLimitPartition<string>> limit) =>
        PartitionedRateLimiter.Create<HttpContext, string>(
            context => SearchTraffic.Asks(context) is { } asksPeers ? limit(context, asksPeers) : Unbounded(), StringComparer.Ordinal);

    private static RateLimitPartition<string> Unbounded() => RateLimitPartition.GetNoLimiter("");

    private static TokenBucketRateLimiterOptions BucketOf(RequestRate rate) => new()
    {
        TokenLimit = rate.Burst,
        TokensPerPeriod = 1,
        ReplenishmentPeriod = rate.Pause,
        QueueLimit = 0,
    };

    private static ConcurrencyLimiterOptions Open(int most) => new() { PermitLimit = most, QueueLimit = 0 };

    private static int PlaceOf(HttpContext context) => (int)((uint)HashCode.Combine(ClientOf(context)) % Places);

    /// <summary>A proxy on this machine says last for whom it asks; every other address stands for itself.</summary>
    private static IPAddress ClientOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        if (address is not null && IPAddress.IsLoopback(address)
            && context.Request.Headers["X-Forwarded-For"] is [.., { } named]
            && IPAddress.TryParse(named.AsSpan(named.LastIndexOf(',') + 1).Trim(), out var client))
        {
            address = client;
        }

        return ClientAddress.KeyOf(address);
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var context = rejected.HttpContext;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var known) ? known : Soon;
        context.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        const string text = "Too many searches at once; wait before the next.";
        var isOfPeers = context.GetEndpoint()?.Metadata.GetMetadata<SearchTraffic>() is { AsksPeers: true };
        await (isOfPeers ? ApiMessage.Result(StatusCodes.Status429TooManyRequests, text) : ApiError.Result(StatusCodes.Status429TooManyRequests, text))
            .ExecuteAsync(context);
    }
}
