using FsCheck;
using FsCheck.Fluent;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Tests.Support;

/// <summary>Messages that can be sent, of all kinds.</summary>
internal static class Generators
{
    private static readonly string[] Pieces = ["a", "Z", " ", "é", "日本", "😀", "\"", "\\", "\n", "\u0001", "\u2028", "{", "}", "[", "]", ",", ":", "null"];

    public static Gen<string> Text { get; } = Gen.Elements(Pieces).ListOf(5).Select(string.Concat);

    public static Gen<string> Id { get; } = Gen.Choose(0, 255).ArrayOf(NodeId.Size)
        .Select(bytes => Convert.ToHexStringLower([.. bytes.Select(value => (byte)value)]));

    public static Gen<ulong> Word { get; } = Gen.OneOf(
        Gen.Elements(0UL, 1UL, ulong.MaxValue, 1UL << 53, (1UL << 63) + 1), ArbMap.Default.GeneratorFor<ulong>());

    public static Gen<TrackAnnouncement> Track { get; } =
        from hash in Id
        from title in Text
        from artist in Text
        from album in Optional(Text)
        from albumArtist in Optional(Text)
        from duration in Single
        from size in ArbMap.Default.GeneratorFor<long>()
        from genre in Optional(Text)
        from small in ArbMap.Default.GeneratorFor<short?>().ArrayOf(3)
        from big in ArbMap.Default.GeneratorFor<int?>().ArrayOf(2)
        from origin in Id
        from cover in Optional(Id)
        select new TrackAnnouncement
        {
            Hash = hash,
            Title = title,
            ArtistName = artist,
            AlbumArtistName = albumArtist,
            AlbumTitle = album,
            DurationSecs = duration,
            Format = "flac",
            FileSize = size,
            Genre = genre,
            Year = small[0],
            TrackNumber = small[1],
            DiscNumber = small[2],
            Bitrate = big[0],
            SampleRate = big[1],
            OriginNode = origin,
            CoverHash = cover,
        };

    public static Gen<Message> Message { get; } = Gen.OneOf(
        Gen.Constant<Message>(Ping.Instance),
        Gen.Constant<Message>(RequestCatalog.Instance),
        Id.Select(hash => (Message)new FetchTrack(hash)),
        Id.Zip(Word, (hash, size) => (Message)new TrackData(hash, size)),
        Track.Select(track => (Message)new AnnounceTrack(track)),
        from id in Id from count in Word from version in Optional(Text) select (Message)new Pong(id, count, version),
        Many(Id).Select(peers => (Message)new PeerExchange(peers)),
        Many(Track).Select(tracks => (Message)new CatalogSync(tracks)),
        Many(Track).Zip(Moment, (tracks, since) => (Message)new CatalogDelta(since, tracks)),
        Bloom.Select(bloom => (Message)new BloomExchange(bloom)),
        from id in Text from query in Text from limit in ArbMap.Default.GeneratorFor<uint>() select (Message)new SearchQuery(id, query, limit),
        from id in Text from results in Many(Result) from total in Word select (Message)new SearchResults(id, results, total));

    /// <summary>Sizes of the pieces in which something arrives.</summary>
    public static Gen<int[]> Sizes { get; } = Gen.OneOf(Gen.Choose(0, 3), Gen.Choose(1, 40), Gen.Choose(100, 1000)).NonEmptyListOf().Select(sizes => sizes.Append(1).ToArray());

    private static Gen<float> Single => Gen.OneOf(
        Gen.Choose(0, 100_000).Select(value => value / 8f), ArbMap.Default.GeneratorFor<float>().Where(float.IsFinite));

    private static Gen<DateTimeOffset> Moment =>
        from seconds in Gen.Choose(0, int.MaxValue)
        from ticks in Gen.Elements(0, 1, 10, 10_000, 1_234_567)
        select DateTimeOffset.UnixEpoch.AddSeconds(seconds).AddTicks(ticks);

    private static Gen<BloomFilterData> Bloom =>
        from bitmap in Gen.Choose(0, 255).NonEmptyListOf()
        from hashes in Gen.Choose(1, WireLimits.MaxBloomHashes)
        from words in Word.ArrayOf(5)
        select new BloomFilterData(
            bitmap.Select(value => (byte)value).ToArray(),
            (uint)hashes,
            (ulong)bitmap.Count * 8,
            new SipKey(words[0], words[1]),
            new SipKey(words[2], words[3]),
            words[4]);

    private static Gen<SearchResultItem> Result =>
        from track in Track
        from relevance in Single
        from recording in Optional(Text)
        select new SearchResultItem
        {
            Hash = track.Hash,
            Title = track.Title,
            ArtistName = track.ArtistName,
            AlbumTitle = track.AlbumTitle,
            DurationSecs = track.DurationSecs,
            Format = track.Format,
            Genre = track.Genre,
            Year = track.Year,
            Bitrate = track.Bitrate,
            SourceNode = track.OriginNode,
            MusicbrainzId = recording,
            Relevance = relevance,
        };

    private static Gen<string?> Optional(Gen<string> gen) => Gen.OneOf(Gen.Constant<string?>(null), gen.Select(text => (string?)text));

    private static Gen<IReadOnlyList<T>> Many<T>(Gen<T> gen) => gen.ListOf().Select(items => (IReadOnlyList<T>)[.. items]);
}
