using System.Net;
using SoundTime.Iroh.Datagrams;

namespace SoundTime.Iroh.Quic;

/// <summary>
/// The paths that a dialled node may be on. Until one of them answers, every packet goes to all; the first that carries a packet which
/// ngtcp2 takes is the connection's path (iroh sheet, 2.4). ngtcp2 itself sees one stand-in path throughout.
/// </summary>
internal sealed class CandidatePaths(IReadOnlyList<DatagramAddress> remotes)
{
    /// <summary>The stand-in: an address of the private range that iroh uses for such things, never on the wire.</summary>
    public static readonly DatagramPath Stand = new(
        new DatagramAddress(IPAddress.IPv6Any, 0),
        new DatagramAddress(IPAddress.Parse("fd15:70a:510b:ffff::"), 1));

    private readonly List<DatagramPath> _paths = [];

    public IReadOnlyList<DatagramPath> Paths => _paths;

    /// <summary>The path that answered.</summary>
    public DatagramPath? Chosen { get; private set; }

    /// <summary>Finds the way from here to each address.</summary>
    public void Resolve(EndpointLoop loop)
    {
        foreach (var remote in remotes)
        {
            _paths.AddRange(loop.PathsTo(remote));
        }
    }

    /// <summary>Whether a packet on this path belongs to the stand-in.</summary>
    public bool Includes(in DatagramPath path) => Chosen is { } chosen ? chosen == path : _paths.Contains(path);

    /// <summary>Settles on the path that a packet was taken from.</summary>
    public void Choose(in DatagramPath path) => Chosen ??= path;
}
