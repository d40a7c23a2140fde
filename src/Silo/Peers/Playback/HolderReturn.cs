using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>When a peer that holds a track may be back, so that a listener knows when to try again.</summary>
internal sealed class HolderReturn(ICatalogue catalogue, IPeerStore peers, TimeProvider time)
{
    /// <summary>Shortest time that a listener is told.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(5);

    /// <summary>Longest time: peers that are away are asked at least this often.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>
    /// Until the first of the holders is asked again, at the latest. The pauses between questions to a peer that is away double from a second on, so the next comes before it has been away twice as long.
    /// Null where that is not known, as it may be back at any moment: a holder counts as online, or was never seen, or the tables cannot be read.
    /// </summary>
    public async Task<TimeSpan?> EstimateAsync(BlobHash hash, CancellationToken cancellationToken)
    {
        try
        {
            var copies = await catalogue.ListCopiesAsync(hash, cancellationToken);
            var holders = await peers.FindAsync([.. copies.Select(copy => copy.Peer)], cancellationToken);
            return holders.Count == 0 || holders.Values.Any(holder => holder.IsOnline || holder.LastSeen is null)
                ? null
                : WaitFor(time.GetUtcNow() - holders.Values.Max(holder => holder.LastSeen!.Value));
        }
        catch (StorageException)
        {
            // The listener is told of what failed first, and to try again soon.
            return null;
        }
    }

    private static TimeSpan WaitFor(TimeSpan away) => away < Shortest ? Shortest : away > Longest ? Longest : away;
}
