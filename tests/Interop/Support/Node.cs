using System.Net;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;

namespace SoundTime.Interop.Tests.Support;

/// <summary>Our endpoints on loopback, and connections between them and the iroh peer.</summary>
internal static class Node
{
    /// <summary>The protocol of SoundTime's nodes (ALPN; protocol sheet, section 1.1).</summary>
    public const string Protocol = "soundtime/p2p/1";

    public static IrohEndpoint Bind(SecretKey? key = null, string protocol = Protocol, params IReadOnlyList<IPAddress> addresses) =>
        IrohEndpoint.Bind(new IrohEndpointOptions
        {
            SecretKey = key ?? SecretKey.Generate(),
            Protocol = protocol,
            BindTo = [.. (addresses.Count > 0 ? addresses : [IPAddress.Loopback]).Select(address => new IPEndPoint(address, 0))],
        });

    /// <summary>We dial the iroh peer.</summary>
    public static async Task<(IrohConnection Ours, PeerConnection Theirs)> ConnectAsync(IrohEndpoint node, IrohPeer peer, CancellationToken cancellationToken)
    {
        var accepting = peer.AcceptAsync(cancellationToken);
        var ours = await node.ConnectAsync(peer.Address, cancellationToken);
        return (ours, await accepting);
    }

    /// <summary>The iroh peer dials us.</summary>
    public static async Task<(IrohConnection Ours, PeerConnection Theirs)> AcceptAsync(IrohEndpoint node, IrohPeer peer, CancellationToken cancellationToken)
    {
        var connecting = peer.ConnectAsync(node, cancellationToken);
        var ours = await node.AcceptConnectionAsync(cancellationToken);
        return (ours, await connecting);
    }

    /// <summary>A connection that either side dialled.</summary>
    public static Task<(IrohConnection Ours, PeerConnection Theirs)> JoinAsync(IrohEndpoint node, IrohPeer peer, Dialler dialler, CancellationToken cancellationToken) =>
        dialler == Dialler.Us ? ConnectAsync(node, peer, cancellationToken) : AcceptAsync(node, peer, cancellationToken);
}
