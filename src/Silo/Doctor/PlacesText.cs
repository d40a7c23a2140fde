using SoundTime.Iroh;

namespace SoundTime.Silo.Doctor;

/// <summary>Writes places for people, in an order of their own, so that two ways to say the same read alike.</summary>
internal static class PlacesText
{
    /// <summary>Relays first, then hosts.</summary>
    public static string Of(NodeAddress address) => address.IsEmpty
        ? "nowhere"
        : string.Join(
            ", ",
            address.Relays.Select(relay => relay.Text).Order(StringComparer.Ordinal).Concat(address.Hosts.Select(host => host.ToString()).Order(StringComparer.Ordinal)));
}
