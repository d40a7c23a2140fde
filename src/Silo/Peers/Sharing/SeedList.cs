using SoundTime.Iroh;

namespace SoundTime.Silo.Peers;

/// <summary>The nodes that the admin named to connect to.</summary>
/// <param name="Addresses">Their addresses.</param>
internal sealed record SeedList(IReadOnlyList<NodeAddress> Addresses);
