namespace SoundTime.Silo.Remote;

/// <summary>A track that a search of the running node found, as far as it is shown: the fields that tracks of the catalogue and those of peers have alike.</summary>
/// <param name="Hash">BLAKE3 of its bytes.</param>
/// <param name="Title">Title.</param>
/// <param name="ArtistName">Artist.</param>
/// <param name="AlbumTitle">Album.</param>
/// <param name="DurationSecs">Duration in seconds.</param>
/// <param name="Format">Name of the format.</param>
/// <param name="Local">Whether a file of this node holds it.</param>
/// <param name="Holders">Ids of the nodes that hold it; null where they are not told.</param>
internal sealed record FoundTrack(
    string Hash, string Title, string? ArtistName, string? AlbumTitle, float DurationSecs, string Format, bool Local, IReadOnlyList<string>? Holders);
