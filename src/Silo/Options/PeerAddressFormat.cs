using SoundTime.Iroh;
using SoundTime.Iroh.Tickets;
using SoundTime.Wire;

namespace SoundTime.Silo.Options;

/// <summary>The written forms of another node: its id, <c>id@place</c> with further places after commas, or a ticket.</summary>
internal static class PeerAddressFormat
{
    /// <summary>Reads one of the three forms; spaces around it do not count.</summary>
    /// <exception cref="FormatException">The id or a place is not right; the message says which, as the end of a sentence.</exception>
    public static NodeAddress Parse(string text)
    {
        var trimmed = text.Trim();
        return NodeAddress.TryParse(trimmed, out var address) || EndpointTicket.TryParse(trimmed, out address)
            ? address
            : throw new FormatException(Explain(trimmed));
    }

    /// <summary>Whether a text says by its beginning which node is meant, though it may be wrong behind that.</summary>
    public static bool NamesNode(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= NodeAddress.MaxLength && (EndpointTicket.IsLike(trimmed) || NodeId.TryParse(trimmed.Split('@')[0].Trim(), out _));
    }

    private static string Explain(string text)
    {
        if (text.Length > NodeAddress.MaxLength)
        {
            return $"has more than {NodeAddress.MaxLength} characters";
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? text : text[..at];
        if (!NodeId.TryParse(id, out _))
        {
            return EndpointTicket.IsLike(text) ? "has a ticket that is not whole, or altered" : $"has \"{id}\" where a node id or a ticket is needed";
        }

        string[] places = at < 0 ? [] : text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries);
        return Array.Find(places, place => !NodeHost.TryParse(place, out _) && !RelayUrl.TryParse(place, out _)) is { } wrong
            ? $"has \"{wrong}\" where host:port or the URL of a relay is needed"
            : $"has {places.Length} places for one node; at most {NodeAddress.MaxHosts} hosts and {NodeAddress.MaxRelays} relays are tried";
    }
}
