using System.Buffers.Binary;
using System.Security.Cryptography;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>A filter of our tracks and how far it has come: it is filled from the changes of the catalogue, page by page from the first, and goes on with new ones.</summary>
/// <param name="plan">What it is made for.</param>
/// <param name="removals">How many tracks had gone when it was begun.</param>
internal sealed class FilterDraft(FilterPlan plan, long removals)
{
    private readonly BloomFilter _filter = new(plan.Capacity, NewKey(), NewKey());

    /// <summary>What it is made for.</summary>
    public FilterPlan Plan => plan;

    /// <summary>How many tracks had gone when it was begun.</summary>
    public long Removals => removals;

    /// <summary>Up to which change it holds our tracks.</summary>
    public long Position { get; private set; }

    /// <summary>The terms that it was given, whether it holds them or not.</summary>
    public TermCounts Counts { get; } = new();

    /// <summary>Takes in the next page of changes. Answers whether the filter is another than before.</summary>
    /// <param name="page">The changes after <see cref="Position"/>.</param>
    /// <param name="end">The last change there is, where the page holds all up to it: those of tracks that are gone are not named.</param>
    public bool Add(ChangePage page, long end)
    {
        var isChanged = false;
        BloomTermVisitor take = (kind, term) =>
        {
            Counts.Add(kind, term);
            isChanged |= kind <= plan.LastKind && _filter.Add(term);
        };
        foreach (var track in page.Tracks.Where(Announcement.IsOffered))
        {
            BloomTerms.Visit(track.Tags.Title, take);
            BloomTerms.Visit(track.Tags.ArtistName, take);
            BloomTerms.Visit(track.Tags.AlbumTitle ?? "", take);
        }

        Position = Math.Max(page.Last, end);
        return isChanged;
    }

    /// <summary>The filter as it is now.</summary>
    public BloomFilterData ToData() => _filter.ToData();

    /// <summary>Random, so that nobody can make terms that collide in everybody's filters.</summary>
    private static SipKey NewKey()
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return new SipKey(BinaryPrimitives.ReadUInt64LittleEndian(bytes), BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..]));
    }
}
