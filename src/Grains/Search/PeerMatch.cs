using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <summary>A track that a peer says to have, within the caps of the catalogue.</summary>
/// <param name="Hash">BLAKE3 of its bytes.</param>
/// <param name="Title">Title.</param>
/// <param name="ArtistName">Artist.</param>
/// <param name="AlbumTitle">Album, if it is on one.</param>
/// <param name="DurationSecs">Duration in seconds, finite and not negative.</param>
/// <param name="Format">Lower-case name of the format.</param>
/// <param name="Genre">Genre.</param>
/// <param name="Year">Year of release.</param>
/// <param name="Bitrate">Bitrate in kbps.</param>
/// <param name="MusicbrainzId">The recording's MusicBrainz id.</param>
public sealed record PeerMatch(
    BlobHash Hash,
    string Title,
    string ArtistName,
    string? AlbumTitle,
    float DurationSecs,
    string Format,
    string? Genre,
    short? Year,
    int? Bitrate,
    string? MusicbrainzId);
