using System.Globalization;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Bench;

/// <summary>
/// Peers that are all online, each with a filter of default size that holds 100,000 terms. There are fifty collections of music, which each peer has one of; each
/// filter that is read is a copy, as from a database.
/// </summary>
internal sealed class FilteredPeers : IPeerStore
{
    /// <summary>Number of peers.</summary>
    public const int Count = 10_000;

    /// <summary>Terms in each filter.</summary>
    public const int Terms = 100_000;

    private const int Collections = 50;

    /// <summary>Terms of the whole network; a collection has each with the same chance, so that every term is at some twentieth of all peers.</summary>
    private const int Vocabulary = 20 * Terms;

    private readonly PeerFilter[] _filters = [.. Enumerable.Range(0, Collections).AsParallel().AsOrdered().Select(Make)];
    private readonly NodeId[] _ids = MakeIds();
    private int _reads;

    /// <summary>How many filters were read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>How often all filters have changed.</summary>
    public int Generation { get; set; }

    /// <summary>Bytes that the filters of all peers have.</summary>
    public long FilterBytes => (long)Count * _filters[0].Bitmap.Length;

    /// <summary>The ids of all.</summary>
    public IReadOnlyList<NodeId> Ids => _ids;

    /// <summary>A term of the network.</summary>
    public static string TermOf(int number) => string.Create(CultureInfo.InvariantCulture, $"word{number:x}");

    /// <summary>A question of so many words, all of them terms of the network.</summary>
    public static string QuestionOf(int words, Random random) => string.Join(' ', Enumerable.Range(0, words).Select(_ => TermOf(random.Next(Vocabulary))));

    /// <summary>The filter of a peer, not copied.</summary>
    public PeerFilter FilterOf(int peer) => _filters[peer % Collections];

    public Task<IReadOnlyList<NodeId>> ListOnlineAsync(NodeId first, NodeId last, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NodeId>>([.. Within(first, last)]);

    public Task<IReadOnlyList<FilterStamp>> ListFiltersAsync(NodeId first, NodeId last, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<FilterStamp>>([.. Within(first, last).Select(id => new FilterStamp(id, TimeOf(Generation)))]);

    public Task<PeerFilter?> FindFilterAsync(NodeId id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        var filter = FilterOf(Array.BinarySearch(_ids, id) + Generation);
        return Task.FromResult<PeerFilter?>(filter with { Bitmap = filter.Bitmap.ToArray(), ReceivedAt = TimeOf(Generation) });
    }

    public Task<PeerRecord?> FindAsync(NodeId id, CancellationToken cancellationToken) => throw NotForRouting();

    public Task<IReadOnlyDictionary<NodeId, PeerRecord>> FindAsync(IReadOnlyCollection<NodeId> ids, CancellationToken cancellationToken) => throw NotForRouting();

    public Task<bool> SaveAsync(PeerRecord peer, CancellationToken cancellationToken) => throw NotForRouting();

    public Task<bool> RemoveAsync(NodeId id, CancellationToken cancellationToken) => throw NotForRouting();

    public Task<IReadOnlyList<PeerRecord>> ListAsync(NodeId? after, int limit, CancellationToken cancellationToken) => throw NotForRouting();

    public Task<IReadOnlyList<NodeId>> ListOnlineAsync(CancellationToken cancellationToken) => throw NotForRouting();

    public Task<PeerCounts> CountAsync(CancellationToken cancellationToken) => throw NotForRouting();

    public Task SaveFilterAsync(NodeId id, PeerFilter filter, CancellationToken cancellationToken) => throw NotForRouting();

    private static PeerFilter Make(int collection)
    {
        var random = new Random(collection);
        SipKey first = new((ulong)random.NextInt64(), (ulong)random.NextInt64()), second = new((ulong)random.NextInt64(), (ulong)random.NextInt64());
        var filter = new BloomFilter(Terms, first, second);
        for (var i = 0; i < Terms; i++)
        {
            filter.Add(BloomTerms.Encode(TermOf(random.Next(Vocabulary))));
        }

        var data = filter.ToData();
        return new PeerFilter(data.Bitmap, (int)data.NumHashes, [first.K0, first.K1, second.K0, second.K1], data.ItemCount, TimeOf(0));
    }

    private static NodeId[] MakeIds()
    {
        var random = new Random(1);
        var bytes = new byte[NodeId.Size];
        return [.. Enumerable.Range(0, Count).Select(_ =>
        {
            random.NextBytes(bytes);
            return new NodeId(bytes);
        }).Order()];
    }

    private IEnumerable<NodeId> Within(NodeId first, NodeId last) => _ids.Where(id => id >= first && id <= last);

    private static DateTimeOffset TimeOf(int generation) => DateTimeOffset.UnixEpoch.AddMinutes(5 * generation);

    private static InvalidOperationException NotForRouting() => new("Routing does not ask for that.");
}
