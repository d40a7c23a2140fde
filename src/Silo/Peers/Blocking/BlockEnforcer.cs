using SoundTime.Storage;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// Keeps what the block list says, whoever wrote it: peers on it are cut off, and what they had announced goes; peers that are taken off it come
/// back. What a restart interrupted is done after it, as the list is gone through again.
/// </summary>
/// <param name="blocks">The list.</param>
/// <param name="catalogue">Where the copies of blocked peers go from.</param>
/// <param name="cutoff">Contact with peers; null where this node has none.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of what was done and what failed.</param>
internal sealed class BlockEnforcer(IBlockList blocks, ICatalogue catalogue, PeerCutoff? cutoff, TimeProvider time, ILogger<BlockEnforcer> logger) : PeerService
{
    /// <summary>How often the list is read: other processes may have written it.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>Copies that go in one transaction, so that others get their turn.</summary>
    private const int PageSize = 1_000;

    private readonly Signal _changed = new(time);
    private readonly Lock _gate = new();

    /// <summary>The entries that are enforced, by their ids: a peer that was taken off the list and put on it again has a new one.</summary>
    private readonly Dictionary<Guid, Entry> _entries = [];

    /// <summary>Cuts off those who were just put on the list. Their copies go soon.</summary>
    public async Task EnforceAsync(IReadOnlyCollection<BlockedDomain> added, CancellationToken cancellationToken)
    {
        Wake();
        await CutAsync(added.Select(Read).OfType<Entry>(), cancellationToken);
    }

    /// <summary>The list has changed.</summary>
    public void Wake() => _changed.Give();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                await CompareAsync(stoppingToken);
            }
            catch (StorageException exception)
            {
                logger.BlocksNotEnforced(exception);
            }

            await _changed.WaitAsync(Interval, stoppingToken);
        }
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        var listed = (await blocks.ListAsync(cancellationToken)).Select(Read).OfType<Entry>().ToDictionary(entry => entry.Id);
        var connected = cutoff?.FindConnected() ?? new HashSet<NodeId>();
        List<Entry> lifted;
        lock (_gate)
        {
            lifted = [.. _entries.Values.Where(entry => !listed.ContainsKey(entry.Id))];
        }

        await CutAsync(listed.Values.Where(entry => !IsEnforced(entry) || connected.Contains(entry.Peer)), cancellationToken);
        foreach (var entry in listed.Values.Where(entry => !IsClean(entry)))
        {
            await RemoveCopiesAsync(entry, cancellationToken);
        }

        foreach (var entry in lifted)
        {
            await LiftAsync(entry, cancellationToken);
        }
    }

    private async Task CutAsync(IEnumerable<Entry> entries, CancellationToken cancellationToken)
    {
        var found = entries.ToList();
        if (cutoff is not null && found.Count > 0)
        {
            await cutoff.CutAsync([.. found.Select(entry => entry.Peer).Distinct()], cancellationToken);
        }

        lock (_gate)
        {
            found.ForEach(entry => _entries.TryAdd(entry.Id, entry));
        }
    }

    /// <summary>Removes the copies of a peer, unless it is taken off the list meanwhile.</summary>
    private async Task RemoveCopiesAsync(Entry entry, CancellationToken cancellationToken)
    {
        if (cutoff is not null)
        {
            await cutoff.WhenEndedAsync(entry.Peer, cancellationToken);
        }

        var removed = 0;
        int count;
        do
        {
            if (!await blocks.IsBlockedAsync(entry.Peer, cancellationToken))
            {
                return;
            }

            count = await catalogue.RemoveCopiesAsync(entry.Peer, PageSize, cancellationToken);
            removed += count;
        }
        while (count > 0);

        lock (_gate)
        {
            _entries[entry.Id] = entry with { IsClean = true };
        }

        if (removed > 0)
        {
            logger.CopiesRemoved(entry.Peer.ShortText, removed);
        }
    }

    private async Task LiftAsync(Entry entry, CancellationToken cancellationToken)
    {
        if (cutoff is not null && !await blocks.IsBlockedAsync(entry.Peer, cancellationToken))
        {
            await cutoff.ResumeAsync(entry.Peer, cancellationToken);
        }

        lock (_gate)
        {
            _entries.Remove(entry.Id);
        }
    }

    private bool IsEnforced(Entry entry)
    {
        lock (_gate)
        {
            return _entries.ContainsKey(entry.Id);
        }
    }

    private bool IsClean(Entry entry)
    {
        lock (_gate)
        {
            return _entries.TryGetValue(entry.Id, out var known) && known.IsClean;
        }
    }

    /// <summary>The peer that an entry names: exactly its 64 hex digits (protocol sheet, section 8). Null for names, which block no peer.</summary>
    private static Entry? Read(BlockedDomain domain) =>
        NodeId.TryParse(domain.Domain, out var peer) && domain.Domain == peer.ToString() ? new Entry(domain.Id, peer, IsClean: false) : null;

    /// <param name="Id">Id of the entry.</param>
    /// <param name="Peer">Whom it blocks.</param>
    /// <param name="IsClean">Whether the peer's copies are gone.</param>
    private sealed record Entry(Guid Id, NodeId Peer, bool IsClean);
}
