using SoundTime.Iroh;
using SoundTime.Wire;

namespace SoundTime.Silo.Options;

/// <summary>The written form of a seed peer: <c>id</c>, or <c>id@host:port</c> with further addresses after commas.</summary>
internal static class SeedPeerFormat
{
    /// <summary>Accepts what <see cref="NodeAddress.Parse"/> reads.</summary>
    /// <exception cref="FormatException">The id or an address is not right; the message says which.</exception>
    public static void Check(string text)
    {
        if (NodeAddress.TryParse(text, out _))
        {
            return;
        }

        var at = text.IndexOf('@', StringComparison.Ordinal);
        var id = at < 0 ? text : text[..at];
        if (!NodeId.TryParse(id, out _))
        {
            throw new FormatException($"has \"{id}\" where a node id is needed");
        }

        string[] addresses = at < 0 ? [] : text[(at + 1)..].Split(',', StringSplitOptions.TrimEntries);
        throw Array.Find(addresses, address => !NodeHost.TryParse(address, out _)) is { } wrong
            ? new FormatException($"has \"{wrong}\" where host:port is needed")
            : new FormatException($"has {addresses.Length} addresses for one node, at most {NodeAddress.MaxHosts} are tried");
    }
}
