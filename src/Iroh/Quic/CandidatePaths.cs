using System.Net;
using SoundTime.Iroh.Datagrams;

namespace SoundTime.Iroh.Quic;

/// <summary>
/// The paths that a dialled node may be on. Until one of them answers, every packet goes to all; the first that carries a packet which
/// ngtcp2 takes is the connection's path (iroh sheet, 2.4). ngtcp2 itself sees one stand-in path throughout.
/// </summary>
/// <param name="number">Tells the stand-ins of one connection apart, from 1.</param>
internal sealed class CandidatePaths(int number)
{
    /// <summary>Most paths that one connection tries at once: what is found is only a claim, and each costs packets.</summary>
    public const int MaxPaths = 32;

    // Addresses of the private range that iroh uses for such things, never on the wire.
    private static readonly IPAddress s_standIn = IPAddress.Parse("fd15:70a:510b:ffff::");

    private readonly List<DatagramPath> _paths = [];

    /// <summary>What ngtcp2 sees. Both ends bear the number, because it moves a connection to another local address only.</summary>
    public DatagramPath Stand { get; } = new(new DatagramAddress(IPAddress.IPv6Any, number), new DatagramAddress(s_standIn, number));

    public IReadOnlyList<DatagramPath> Paths => _paths;

    /// <summary>The path that answered.</summary>
    public DatagramPath? Chosen { get; private set; }

    /// <summary>Adds a path, unless it is there or there are enough.</summary>
    public bool TryAdd(in DatagramPath path)
    {
        if (_paths.Count >= MaxPaths || _paths.Contains(path))
        {
            return false;
        }

        _paths.Add(path);
        return true;
    }

    /// <summary>Whether a packet on this path belongs to the stand-in.</summary>
    public bool Includes(in DatagramPath path) => Chosen is { } chosen ? chosen == path : _paths.Contains(path);

    /// <summary>Settles on the path that a packet was taken from.</summary>
    public void Choose(in DatagramPath path) => Chosen = path;
}
