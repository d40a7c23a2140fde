using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Api;

/// <summary>What the node says of itself: <c>GET /api/p2p/status</c> and node info (protocol sheet, sections 9.3 and 9.6).</summary>
internal static class NodeEndpoints
{
    /// <summary>Version of the program.</summary>
    public static string Version { get; } = typeof(NodeEndpoints).Assembly.GetName().Version!.ToString(3);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/p2p/status", StatusAsync);
        routes.MapRead("/api/nodeinfo", InfoAsync);
        routes.MapRead("/.well-known/nodeinfo", InfoAsync);
    }

    private static async Task<JsonHttpResult<NodeStatusBody>> StatusAsync(INodeStatus node, ContentStatusReader tracks, CancellationToken cancellationToken) =>
        TypedResults.Json(
            NodeStatusBody.Of(await node.ReadAsync(cancellationToken), await tracks.ReadAsync(cancellationToken)), ApiJson.Default.NodeStatusBody);

    private static async Task<IResult> InfoAsync(INodeStatus node, ICatalogue catalogue, ApiOptions options, CancellationToken cancellationToken)
    {
        var counts = await catalogue.CountAsync(cancellationToken);
        var id = (await node.ReadAsync(cancellationToken)).NodeId;
        var body = new NodeInfoBody(
            options.NodeName,
            options.NodeDescription,
            Version,
            counts.LocalTracks,
            UserCount: 0,
            OpenRegistration: false,
            P2pEnabled: id is not null,
            id?.ToString());
        return TypedResults.Json(body, ApiJson.Default.NodeInfoBody);
    }
}
