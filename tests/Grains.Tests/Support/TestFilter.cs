using SoundTime.Storage.Peers;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Grains.Tests.Support;

/// <summary>Filters as peers send them.</summary>
internal static class TestFilter
{
    /// <summary>A filter with some terms, each as it stands, for so many of them that none seems to be in it that is not.</summary>
    public static PeerFilter Of(params string[] terms) => Of(1_000, terms);

    /// <summary>A filter made for a number of terms, on which its size depends.</summary>
    public static PeerFilter Of(int capacity, params string[] terms)
    {
        var filter = new BloomFilter(capacity, new SipKey(1, 2), new SipKey(3, 4));
        foreach (var term in terms)
        {
            filter.Add(BloomTerms.Encode(term));
        }

        var data = filter.ToData();
        return new PeerFilter(data.Bitmap, (int)data.NumHashes, [1, 2, 3, 4], data.ItemCount, new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    }
}
