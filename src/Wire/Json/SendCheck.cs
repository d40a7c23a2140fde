using System.Buffers;
using System.Text;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>Refuses what would break the peer that reads it (protocol sheet, sections 12 and 14), before a byte is written.</summary>
internal static class SendCheck
{
    private const int HexLength = 64;
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    public static void Check(Message message)
    {
        switch (message)
        {
            case FetchTrack fetch:
                Id(fetch.Hash, "hash");
                break;
            case AnnounceTrack announce:
                Track(announce.Track);
                break;
            case TrackData data:
                Id(data.Hash, "hash");
                break;
            case Pong pong:
                Id(pong.NodeId, "node_id");
                Text(pong.Version, "version", WireLimits.MaxNameCharacters);
                break;
            case PeerExchange exchange:
                Count(exchange.Peers.Count, WireLimits.MaxPeers, "peers");
                Each(exchange.Peers, static peer => Id(peer, "peers"));
                break;
            case CatalogSync sync:
                Count(sync.Tracks.Count, WireLimits.MaxCatalogueEntries, "tracks");
                Each(sync.Tracks, Track);
                break;
            case CatalogDelta delta:
                Count(delta.Tracks.Count, WireLimits.MaxCatalogueEntries, "tracks");
                Each(delta.Tracks, Track);
                break;
            case BloomExchange { Bloom.IsConsistent: false }:
                throw new WireException(WireError.Unsendable, "The filter's bitmap, bitmap_bits and num_hashes contradict each other (weakness W3).");
            case SearchQuery query:
                Text(query.RequestId, "request_id", WireLimits.MaxNameCharacters);
                Text(query.Query, "query", WireLimits.MaxScalarBytes);
                break;
            case SearchResults results:
                Text(results.RequestId, "request_id", WireLimits.MaxNameCharacters);
                Count(results.Results.Count, WireLimits.MaxSearchResults, "results");
                Each(results.Results, Result);
                break;
        }
    }

    private static void Track(TrackAnnouncement track)
    {
        Id(track.Hash, "hash");
        Text(track.Title, "title", WireLimits.MaxNameCharacters);
        Text(track.ArtistName, "artist_name", WireLimits.MaxNameCharacters);
        Text(track.AlbumArtistName, "album_artist_name", WireLimits.MaxNameCharacters);
        Text(track.AlbumTitle, "album_title", WireLimits.MaxNameCharacters);
        Number(track.DurationSecs, "duration_secs");
        Text(track.Format, "format", WireLimits.MaxFormatCharacters);
        Text(track.Genre, "genre", WireLimits.MaxGenreCharacters);
        Id(track.OriginNode, "origin_node");
        if (track.CoverHash is not null)
        {
            Id(track.CoverHash, "cover_hash");
        }
    }

    private static void Result(SearchResultItem result)
    {
        Id(result.Hash, "hash");
        Text(result.Title, "title", WireLimits.MaxNameCharacters);
        Text(result.ArtistName, "artist_name", WireLimits.MaxNameCharacters);
        Text(result.AlbumTitle, "album_title", WireLimits.MaxNameCharacters);
        Number(result.DurationSecs, "duration_secs");
        Text(result.Format, "format", WireLimits.MaxFormatCharacters);
        Text(result.Genre, "genre", WireLimits.MaxGenreCharacters);
        Id(result.SourceNode, "source_node");
        Text(result.MusicbrainzId, "musicbrainz_id", WireLimits.MaxNameCharacters);
        Number(result.Relevance, "relevance");
    }

    private static void Each<T>(IReadOnlyList<T> items, Action<T> check)
    {
        for (var index = 0; index < items.Count; index++)
        {
            check(items[index]);
        }
    }

    private static void Count(int count, int most, string field)
    {
        if (count > most)
        {
            throw new WireException(WireError.TooLong, $"{field}: {count} entries, at most {most} can be sent.");
        }
    }

    private static void Id(string id, string field)
    {
        if (id.Length != HexLength || id.AsSpan().ContainsAnyExcept(LowerHex))
        {
            throw new WireException(WireError.Unsendable, $"{field}: only 64 lower-case hex digits can be sent; other text crashes Rust nodes (weakness W2).");
        }
    }

    private static void Number(float number, string field)
    {
        if (!float.IsFinite(number))
        {
            throw new WireException(WireError.Unsendable, $"{field}: a number that is not finite has no JSON form.");
        }
    }

    private static void Text(string? text, string field, int mostCharacters)
    {
        var rest = text.AsSpan();
        for (var characters = 0; !rest.IsEmpty; characters++)
        {
            if (characters == mostCharacters)
            {
                throw new WireException(WireError.TooLong, $"{field}: at most {mostCharacters} characters can be sent; cut it first.");
            }

            if (Rune.DecodeFromUtf16(rest, out _, out var units) != OperationStatus.Done)
            {
                throw new WireException(WireError.Unsendable, $"{field}: the text has half a surrogate pair, which UTF-8 cannot hold.");
            }

            rest = rest[units..];
        }
    }
}
