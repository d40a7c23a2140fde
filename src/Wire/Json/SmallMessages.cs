using System.Text.Json;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>Reads the bodies that are short enough to lie in memory whole.</summary>
internal static class SmallMessages
{
    private const int ShownNameCharacters = 32;

    private static readonly FieldNames FetchTrackNames = FieldNames.Of("hash");
    private static readonly FieldNames TrackDataNames = FieldNames.Of("hash", "size");
    private static readonly FieldNames PongNames = FieldNames.Of("node_id", "track_count", "version?");
    private static readonly FieldNames PeerExchangeNames = FieldNames.Of("peers");
    private static readonly FieldNames SearchQueryNames = FieldNames.Of("request_id", "query", "limit");
    private static readonly FieldNames SearchResultsNames = FieldNames.Of("request_id", "results", "total");

    /// <summary>The message that stands as a bare name.</summary>
    /// <exception cref="WireException">No message is written so.</exception>
    public static Message ReadBareName(string variant) => variant switch
    {
        nameof(Ping) => Ping.Instance,
        nameof(RequestCatalog) => RequestCatalog.Instance,
        _ when IsKnown(variant) => throw new WireException(WireError.WrongType, $"{variant}: its body is missing."),
        _ => throw Unknown(variant),
    };

    /// <summary>Whether this is the name of a message.</summary>
    public static bool IsKnown(string variant) => variant is nameof(FetchTrack) or nameof(AnnounceTrack) or nameof(TrackData) or nameof(Ping)
        or nameof(Pong) or nameof(PeerExchange) or nameof(CatalogSync) or nameof(CatalogDelta) or nameof(RequestCatalog)
        or nameof(BloomExchange) or nameof(SearchQuery) or nameof(SearchResults);

    /// <summary>The error for a name that is none of the twelve, with as much of it as can be logged.</summary>
    public static WireException Unknown(string variant)
    {
        var shown = variant.Take(ShownNameCharacters).Select(character => char.IsAscii(character) && !char.IsControl(character) ? character : '?');
        return new WireException(WireError.UnknownVariant, $"Unknown message \"{string.Concat(shown)}\".");
    }

    /// <summary>Reads the body of a small message from a whole, well-formed value.</summary>
    /// <exception cref="WireException">It cannot be used.</exception>
    public static Message Read(string variant, ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body, JsonProgress.Options);
        json.Read();
        return variant switch
        {
            nameof(FetchTrack) => ReadFetchTrack(ref json),
            nameof(AnnounceTrack) => ReadAnnounceTrack(ref json),
            nameof(TrackData) => ReadTrackData(ref json),
            nameof(Ping) or nameof(RequestCatalog) => json.TokenType == JsonTokenType.Null
                ? ReadBareName(variant)
                : throw new WireException(WireError.WrongType, $"{variant}: has no body but null."),
            nameof(Pong) => ReadPong(ref json),
            nameof(PeerExchange) => ReadPeerExchange(ref json),
            nameof(SearchQuery) => ReadSearchQuery(ref json),
            nameof(SearchResults) => ReadSearchResults(ref json),
            _ => throw Unknown(variant),
        };
    }

    private static FetchTrack ReadFetchTrack(ref Utf8JsonReader json)
    {
        var hash = "";
        var fields = new ObjectFields(FetchTrackNames);
        while (fields.Next(ref json))
        {
            hash = fields.Text(ref json);
        }

        fields.ThrowIfFaulty();
        return new FetchTrack(hash);
    }

    private static AnnounceTrack ReadAnnounceTrack(ref Utf8JsonReader json) =>
        new(TrackFields.Read(ref json, previous: null, out var fault) ?? throw fault.ToException());

    private static TrackData ReadTrackData(ref Utf8JsonReader json)
    {
        var hash = "";
        ulong size = 0;
        var fields = new ObjectFields(TrackDataNames);
        while (fields.Next(ref json))
        {
            switch (fields.Name)
            {
                case "hash":
                    hash = fields.Text(ref json);
                    break;
                case "size":
                    size = fields.Integer<ulong>(ref json);
                    break;
            }
        }

        fields.ThrowIfFaulty();
        return new TrackData(hash, size);
    }

    private static Pong ReadPong(ref Utf8JsonReader json)
    {
        var nodeId = "";
        ulong trackCount = 0;
        string? version = null;
        var fields = new ObjectFields(PongNames);
        while (fields.Next(ref json))
        {
            switch (fields.Name)
            {
                case "node_id":
                    nodeId = fields.Text(ref json);
                    break;
                case "track_count":
                    trackCount = fields.Integer<ulong>(ref json);
                    break;
                case "version":
                    version = fields.OptionalText(ref json);
                    break;
            }
        }

        fields.ThrowIfFaulty();
        return new Pong(nodeId, trackCount, version);
    }

    private static PeerExchange ReadPeerExchange(ref Utf8JsonReader json)
    {
        var peers = new List<string>();
        var fields = new ObjectFields(PeerExchangeNames);
        while (fields.Next(ref json))
        {
            while (fields.NextItem(ref json, peers.Count, WireLimits.MaxPeers))
            {
                peers.Add(fields.Text(ref json));
            }
        }

        fields.ThrowIfFaulty();
        return new PeerExchange(peers);
    }

    private static SearchQuery ReadSearchQuery(ref Utf8JsonReader json)
    {
        string requestId = "", query = "";
        uint limit = 0;
        var fields = new ObjectFields(SearchQueryNames);
        while (fields.Next(ref json))
        {
            switch (fields.Name)
            {
                case "request_id":
                    requestId = fields.Text(ref json);
                    break;
                case "query":
                    query = fields.Text(ref json);
                    break;
                case "limit":
                    limit = fields.Integer<uint>(ref json);
                    break;
            }
        }

        fields.ThrowIfFaulty();
        return new SearchQuery(requestId, query, limit);
    }

    private static SearchResults ReadSearchResults(ref Utf8JsonReader json)
    {
        var requestId = "";
        var results = new List<SearchResultItem>();
        Fault? firstFault = null;
        var rejected = 0;
        ulong total = 0;
        var fields = new ObjectFields(SearchResultsNames);
        while (fields.Next(ref json))
        {
            switch (fields.Name)
            {
                case "request_id":
                    requestId = fields.Text(ref json);
                    break;
                case "results":
                    while (fields.NextItem(ref json, results.Count + rejected, WireLimits.MaxSearchResults))
                    {
                        if (ResultFields.Read(ref json, out var fault) is { } result)
                        {
                            results.Add(result);
                        }
                        else
                        {
                            firstFault ??= fault;
                            rejected++;
                        }
                    }

                    break;
                case "total":
                    total = fields.Integer<ulong>(ref json);
                    break;
            }
        }

        fields.ThrowIfFaulty();
        return firstFault is { } first && results.Count == 0 ? throw first.ToException() : new SearchResults(requestId, results, total) { Rejected = rejected };
    }
}
