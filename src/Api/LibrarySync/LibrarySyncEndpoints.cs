using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Api;

/// <summary>How far catalogues have come, and syncing them anew, for admins: <c>/api/admin/p2p/library-sync</c> (protocol sheet, section 9.4).</summary>
internal static class LibrarySyncEndpoints
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var sync = admin.MapGroup("/p2p/library-sync");
        sync.MapRead("", ShowAsync);
        sync.MapRead("/task-status", ShowTask);
        sync.MapPost("/task-dismiss", DismissTask);
        sync.MapPost("/{nodeId}", StartAsync);
    }

    private static async Task<IResult> ShowAsync(
        IPeerStore store, ICatalogue catalogue, [FromServices] ILibrarySync? sync, CancellationToken cancellationToken)
    {
        var known = sync is null ? [] : await PeerList.ReadAsync(store, cancellationToken);
        var copies = await catalogue.CountCopiesAsync(cancellationToken);
        var ours = (await catalogue.CountAsync(cancellationToken)).LocalTracks;
        var peers = known.Select(peer => SyncPeerBody.Of(peer, copies.GetValueOrDefault(peer.Id), ours));
        return TypedResults.Json(SyncOverviewBody.Of(ours, [.. peers]), ApiJson.Default.SyncOverviewBody);
    }

    private static async Task<IResult> StartAsync(string nodeId, [FromServices] ILibrarySync? sync, CancellationToken cancellationToken)
    {
        if (sync is null)
        {
            return ApiMessage.NotEnabled();
        }

        // What is no id is the id of no peer, as Rust nodes have it.
        var start = NodeId.TryParse(nodeId, out var peer) ? await sync.StartAsync(peer, cancellationToken) : LibrarySyncStart.UnknownPeer;
        return start switch
        {
            LibrarySyncStart.Started => ApiMessage.Ok($"Library re-sync started with peer {peer}"),
            LibrarySyncStart.UnknownPeer => ApiMessage.Result(StatusCodes.Status404NotFound, $"Peer {nodeId} not found"),
            LibrarySyncStart.Blocked => ApiMessage.Result(StatusCodes.Status409Conflict, $"Peer {peer} is blocked; unblock it first"),
            _ => ApiMessage.Result(StatusCodes.Status409Conflict, "A library sync is already in progress"),
        };
    }

    private static JsonHttpResult<SyncTaskBody> ShowTask([FromServices] ILibrarySync? sync) =>
        TypedResults.Json(SyncTaskBody.Of(sync?.Status ?? LibrarySyncStatus.Idle), ApiJson.Sentences.SyncTaskBody);

    private static IResult DismissTask([FromServices] ILibrarySync? sync)
    {
        sync?.Dismiss();
        return ApiMessage.Ok("Task status reset");
    }
}
