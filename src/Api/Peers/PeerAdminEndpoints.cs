using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>Peers, for admins: <c>/api/admin/p2p/peers</c> (protocol sheet, section 9.4).</summary>
internal static class PeerAdminEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var peers = admin.MapGroup("/p2p/peers");
        peers.MapRead("", ListAsync);
        peers.MapPost("", AddAsync);
        peers.MapPost("/{nodeId}/ping", PingAsync);
        peers.MapDelete("/{nodeId}", RemoveAsync).DisableRequestTimeout();
    }

    /// <summary>Empty where P2P is off, as Rust nodes have it.</summary>
    private static async Task<IResult> ListAsync(
        IPeerStore store, [FromServices] IPeerAdministration? peers, CancellationToken cancellationToken)
    {
        var known = peers is null ? [] : await PeerList.ReadAsync(store, cancellationToken);
        return TypedResults.Json([.. known.Select(PeerBody.Of)], ApiJson.Default.IReadOnlyListPeerBody);
    }

    private static async Task<IResult> AddAsync(HttpRequest request, [FromServices] IPeerAdministration? peers, CancellationToken cancellationToken)
    {
        var body = await JsonBody.ReadAsync(request, RequestJson.Default.NewPeerBody, cancellationToken);
        if (peers is null)
        {
            return ApiMessage.NotEnabled();
        }

        try
        {
            var added = await peers.AddAsync(body.NodeId, cancellationToken);
            return ApiMessage.Ok($"peer {added.Id} added {Describe(added.Ping)}");
        }
        catch (AddPeerException failure)
        {
            return failure.Reason switch
            {
                AddPeerFailure.NoId => ApiMessage.InvalidId(),
                AddPeerFailure.NoRoom => ApiMessage.Result(StatusCodes.Status409Conflict, failure.Message),
                _ => ApiMessage.Result(StatusCodes.Status400BadRequest, failure.Message),
            };
        }
    }

    private static async Task<IResult> PingAsync(string nodeId, [FromServices] IPeerAdministration? peers, CancellationToken cancellationToken)
    {
        if (peers is null)
        {
            return ApiMessage.NotEnabled();
        }

        if (!NodeId.TryParse(nodeId, out var peer))
        {
            return ApiMessage.InvalidId();
        }

        var ping = await peers.PingAsync(peer, cancellationToken);
        return ApiMessage.Ok(ping.Outcome == PeerPingOutcome.Answered ? $"pong received: {PongText.Of(peer, ping)}" : $"ping failed: {ping.Failure}");
    }

    /// <summary>Goes on where the client leaves, and ends when the node stops: a peer's copies are many.</summary>
    private static async Task<IResult> RemoveAsync(
        string nodeId,
        IPeerStore store,
        ICatalogue catalogue,
        [FromServices] IPeerAdministration? peers,
        IHostApplicationLifetime lifetime)
    {
        if (!NodeId.TryParse(nodeId, out var peer))
        {
            return ApiMessage.InvalidId();
        }

        if (peers is not null)
        {
            await peers.RemoveAsync(peer, lifetime.ApplicationStopping);
        }
        else
        {
            await store.RemoveAsync(peer, lifetime.ApplicationStopping);
            await catalogue.RemoveAllCopiesAsync(peer, lifetime.ApplicationStopping);
        }

        return ApiMessage.Ok($"peer {peer} removed");
    }

    private static string Describe(PeerPing ping) => ping.Outcome switch
    {
        PeerPingOutcome.Answered => string.Create(CultureInfo.InvariantCulture, $"and responded to ping ({ping.TrackCount} tracks)"),
        PeerPingOutcome.UnexpectedAnswer => "(unexpected response type)",
        _ => $"but ping failed: {ping.Failure}",
    };
}
