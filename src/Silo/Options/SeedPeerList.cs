using System.Buffers;
using SoundTime.Iroh.Tickets;

namespace SoundTime.Silo.Options;

/// <summary>
/// Cuts a comma list of seed peers. The comma separates peers as well as the places of one peer, so a piece that
/// is an id or a ticket, or starts with an id and an @, begins a new peer, and any other piece is a further place of the peer before.
/// </summary>
internal static class SeedPeerList
{
    private const int HexIdLength = 64;
    private const int Base32IdLength = 52;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly SearchValues<char> Base32Digits = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ234567");

    /// <summary>The peers in their order, each as <c>id</c>, <c>id@place,place</c> or a ticket; empty pieces are dropped.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var peers = new List<string>();
        foreach (var piece in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (peers.Count == 0 || BeginsPeer(piece))
            {
                peers.Add(piece);
            }
            else
            {
                peers[^1] += "," + piece;
            }
        }

        return peers;
    }

    private static bool BeginsPeer(ReadOnlySpan<char> piece)
    {
        var at = piece.IndexOf('@');
        var id = at < 0 ? piece : piece[..at];

        // Only the shape counts here; whether the id is a right one is for the parser of addresses to say.
        return (id.Length == HexIdLength && !id.ContainsAnyExcept(HexDigits))
            || (id.Length == Base32IdLength && !id.ContainsAnyExcept(Base32Digits))
            || EndpointTicket.IsLike(piece);
    }
}
