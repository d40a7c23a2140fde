using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>What a browser finds at <c>GET /</c>: what this is, and where to go.</summary>
internal static class StartPage
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapRead("/", ShowAsync);

    private static async Task<IResult> ShowAsync(INodeStatus node, ICatalogue catalogue, ApiOptions options, CancellationToken cancellationToken)
    {
        var counts = await catalogue.CountAsync(cancellationToken);
        return TypedResults.Text(Write(options, await node.ReadAsync(cancellationToken), counts), "text/html; charset=utf-8");
    }

    private static string Write(ApiOptions options, NodeStatus node, CatalogueCounts counts)
    {
        var html = HtmlEncoder.Default;
        var name = html.Encode(options.NodeName);
        return $"""
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width">
            <title>{name}</title>
            <h1>{name}</h1>
            <p>{html.Encode(options.NodeDescription)}</p>
            <p>This is a SoundTime node, version {NodeEndpoints.Version}. Its id, which friends add as a peer:</p>
            <p><code>{node.NodeId?.ToString() ?? "none: P2P is off"}</code></p>
            <p>{counts.LocalTracks} tracks here, {counts.RemoteTracks} more at peers; {counts.Albums} albums, {counts.Artists} artists;
            {node.OnlinePeerCount} of {node.PeerCount} peers online.</p>
            <ul>
            <li><a href="/api/tracks">/api/tracks</a>: all tracks; each plays at /api/tracks/&lt;id&gt;/stream</li>
            <li>POST /api/upload: adds a track</li>
            <li><a href="/api/p2p/status">/api/p2p/status</a>: how the node stands on the network</li>
            <li><a href="/api/nodeinfo">/api/nodeinfo</a>: about this node</li>
            <li>/api/admin: peers, blocked nodes and syncing, with the admin token that the first start prints</li>
            <li><a href="/healthz">/healthz</a>: whether it is well</li>
            </ul>
            </html>

            """;
    }
}
