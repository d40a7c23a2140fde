using SoundTime.Iroh.Datagrams;

namespace SoundTime.Iroh.Quic;

/// <summary>
/// The paths of a connection that this side dialled: the one it is on, the ones it may move to, and the one it came from, where late packets
/// still arrive. Translates between them and the stand-ins that ngtcp2 sees.
/// </summary>
internal sealed class ClientPaths
{
    private CandidatePaths? _previous;
    private int _count = 1;

    /// <summary>The path of the connection; while the node has not answered, all that it may be on.</summary>
    public CandidatePaths Current { get; private set; } = new(1);

    /// <summary>The paths that are being tried while the connection runs over another.</summary>
    public CandidatePaths? Next { get; private set; }

    /// <summary>Whether the dialled node has answered.</summary>
    public bool HasAnswer => Current.Chosen is not null || HasMoved;

    /// <summary>Whether the connection has left the path that it began on.</summary>
    public bool HasMoved => _previous is not null;

    /// <summary>Paths to try next, none of them yet.</summary>
    public CandidatePaths BeginNext() => Next = new CandidatePaths(++_count);

    /// <summary>As ngtcp2 sees the path that a packet came on.</summary>
    public DatagramPath Seen(in DatagramPath path)
    {
        foreach (var paths in (ReadOnlySpan<CandidatePaths?>)[Current, Next, _previous])
        {
            if (paths?.Includes(path) == true)
            {
                return paths.Stand;
            }
        }

        return path;
    }

    /// <summary>The real paths behind a stand-in; null where there are none any more.</summary>
    public CandidatePaths? Behind(in DatagramPath stand) =>
        stand == Current.Stand ? Current
        : stand == Next?.Stand ? Next
        : stand == _previous?.Stand ? _previous
        : null;

    /// <summary>Settles on the path that a packet was taken from, if that is still open. Answers whether it was.</summary>
    public bool TryChoose(in DatagramPath path)
    {
        if (Current.Chosen is not null || !Current.Includes(path))
        {
            return false;
        }

        Current.Choose(path);
        return true;
    }

    /// <summary>Follows ngtcp2, which has moved to the paths that were tried.</summary>
    public void MoveTo(in DatagramPath stand)
    {
        if (stand == Next?.Stand)
        {
            (_previous, Current, Next) = (Current, Next, null);
        }
    }
}
