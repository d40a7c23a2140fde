namespace SoundTime.Grains.Search;

/// <summary>A track that was found, once however many hold it.</summary>
/// <param name="Hash">BLAKE3 of its bytes, 64 hex digits.</param>
/// <param name="Title">Title.</param>
/// <param name="ArtistName">Artist.</param>
/// <param name="AlbumTitle">Album, if it is on one.</param>
/// <param name="DurationSecs">Duration in seconds.</param>
/// <param name="Format">Lower-case name of the format.</param>
/// <param name="Genre">Genre.</param>
/// <param name="Year">Year of release.</param>
/// <param name="Bitrate">Bitrate in kbps.</param>
/// <param name="MusicbrainzId">The recording's MusicBrainz id.</param>
/// <param name="Relevance">How well it matches, from 0 to 1, by this node's own reckoning.</param>
/// <param name="TrackId">Its id in our API, if it is in the catalogue here.</param>
/// <param name="IsLocal">Whether a file of ours holds it.</param>
/// <param name="Holders">Who has it: ids of nodes, this one first where it is local.</param>
public sealed record SearchHit(
    string Hash,
    string Title,
    string ArtistName,
    string? AlbumTitle,
    float DurationSecs,
    string Format,
    string? Genre,
    short? Year,
    int? Bitrate,
    string? MusicbrainzId,
    float Relevance,
    Guid? TrackId,
    bool IsLocal,
    string[] Holders);
