using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <summary>What was found of one question: each track once, whoever named it. Every change has a version, so that each reader gets what is new to it.</summary>
/// <param name="question">The question.</param>
/// <param name="first">The version of nothing: more than any of an earlier grain of the same question.</param>
internal sealed class FoundTracks(SearchQuestion question, long first)
{
    private readonly Dictionary<BlobHash, FoundTrack> _tracks = [];
    private readonly long _first = first;

    /// <summary>The version of what is here now.</summary>
    public long Version { get; private set; } = first;

    /// <summary>Number of tracks.</summary>
    public int Count => _tracks.Count;

    /// <summary>Since when a reader wants to know: from the start, if it names a version that is not one of these.</summary>
    public long SinceOf(long version) => version >= _first && version <= Version ? version : _first;

    /// <summary>Whether a track was found of which a file of ours says what it is.</summary>
    public bool IsLocal(BlobHash hash) => _tracks.TryGetValue(hash, out var found) && found.IsLocal;

    /// <summary>Something beside the tracks has changed.</summary>
    public void Touch() => Version++;

    /// <summary>Takes in what the catalogue here knows.</summary>
    public void AddOwn(IEnumerable<Match<Track>> matches, IReadOnlyDictionary<BlobHash, TrackHolders> holders)
    {
        Version++;
        foreach (var match in matches)
        {
            var track = match.Found;
            if (Find(DescriptionOf(track), match.Relevance, out _) is { } found)
            {
                found.Describe(DescriptionOf(track), match.Relevance, isOurs: true);
                found.Know(holders.GetValueOrDefault(track.Hash) ?? new TrackHolders(track.Id, track.IsLocal, []));
                found.Version = Version;
            }
        }
    }

    /// <summary>Takes in what a peer answered. Answers how many of the tracks match.</summary>
    public int AddOfPeer(NodeId peer, IEnumerable<PeerMatch> matches, IReadOnlyDictionary<BlobHash, TrackHolders> known)
    {
        Version++;
        var matching = 0;
        foreach (var match in matches)
        {
            var relevance = Relevance.Of(question, match.Title, match.ArtistName, match.AlbumTitle);
            matching += relevance > 0 ? 1 : 0;
            if (Find(match, relevance, out var isNew) is not { } found)
            {
                continue;
            }

            var isNews = isNew | found.AddHolder(peer) | found.Describe(match, relevance, isOurs: false);
            isNews |= known.TryGetValue(match.Hash, out var holders) && found.Know(holders);
            if (isNews)
            {
                found.Version = Version;
            }
        }

        return matching;
    }

    /// <summary>What changed after a version: own tracks first, then by relevance, then in the order in which they came.</summary>
    public IReadOnlyList<(BlobHash Hash, FoundTrack Track)> After(long version) =>
    [
        .. _tracks.Where(track => track.Value.Version > version)
            .OrderByDescending(track => track.Value.IsLocal)
            .ThenByDescending(track => track.Value.Relevance)
            .ThenBy(track => track.Value.Number)
            .Select(track => (track.Key, track.Value)),
    ];

    /// <summary>The track with the hash of a description, made where there is none; null where there are too many.</summary>
    private FoundTrack? Find(PeerMatch description, float relevance, out bool isNew)
    {
        isNew = false;
        if (!_tracks.TryGetValue(description.Hash, out var found) && _tracks.Count < SearchLimits.MaxHits)
        {
            isNew = true;
            found = _tracks[description.Hash] = new FoundTrack(description, relevance, _tracks.Count);
        }

        return found;
    }

    /// <summary>What the catalogue here says of a track.</summary>
    public static PeerMatch DescriptionOf(Track track) => new(
        track.Hash,
        track.Tags.Title,
        track.Tags.ArtistName,
        track.Tags.AlbumTitle,
        track.Tags.DurationSecs,
        track.Tags.Format,
        track.Tags.Genre,
        track.Tags.Year,
        track.Tags.Bitrate,
        MusicbrainzId: null);
}
