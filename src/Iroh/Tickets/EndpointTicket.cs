using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SoundTime.Iroh.Tickets;

/// <summary>
/// An address as one word that is easily passed on: <c>endpoint</c> and the postcard form of the address in base32 (RFC 4648, section 6) without padding, in lower case,
/// as iroh writes it since 0.95. Older nodes write <c>node…</c>, with one relay at most; both are read. Names of hosts have no place in it.
/// </summary>
public static class EndpointTicket
{
    /// <summary>What a ticket begins with.</summary>
    public const string Prefix = "endpoint";

    /// <summary>What the tickets of older nodes begin with.</summary>
    public const string OldPrefix = "node";

    /// <summary>Longest text that is looked at, in characters: room for all that a <see cref="NodeAddress"/> may name.</summary>
    public const int MaxLength = NodeAddress.MaxLength;

    /// <summary>Whether a text says by its beginning to be a ticket, right or wrong. No address in another form begins like that and has no colon.</summary>
    public static bool IsLike(ReadOnlySpan<char> text) => !text.Contains(':') && (text.StartsWith(Prefix) || text.StartsWith(OldPrefix));

    /// <summary>
    /// Reads a ticket. What other nodes may name and this one cannot use (transports of their own, further relays and hosts than
    /// <see cref="NodeAddress"/> takes) is passed over.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out NodeAddress? address)
    {
        address = null;
        if (text is null || text.Length > MaxLength || !IsLike(text))
        {
            return false;
        }

        var isOld = !text.StartsWith(Prefix, StringComparison.Ordinal);
        return Base32.TryDecode(text.AsSpan(isOld ? OldPrefix.Length : Prefix.Length), out var bytes)
            && (isOld ? TicketReader.TryReadOld(bytes, out address) : TicketReader.TryRead(bytes, out address));
    }

    /// <summary>Reads what <see cref="TryParse"/> accepts.</summary>
    /// <exception cref="FormatException">The text is no ticket.</exception>
    public static NodeAddress Parse(string text) => TryParse(text, out var address)
        ? address
        : throw new FormatException("A ticket is \"endpoint\" and letters and digits behind it, in one word; copy all of it.");

    /// <summary>Writes a ticket: the id, all relays, and the hosts that are IP addresses.</summary>
    public static string Format(NodeAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var text = new StringBuilder(Prefix);
        Base32.Append(TicketWriter.Write(address), text);
        return text.ToString();
    }
}
