namespace SoundTime.Storage.Search;

/// <summary>What the index is to hold of something.</summary>
/// <param name="Id">Its id in our API.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Title">The words of its title or name.</param>
/// <param name="Names">The words of what it is filed under: its artist, its album.</param>
internal sealed record SearchEntry(Guid Id, SearchKind Kind, IReadOnlyList<string> Title, IReadOnlyList<string> Names)
{
    public static SearchEntry OfTrack(Guid id, bool isLocal, string title, string artist, string? album) =>
        new(id, isLocal ? SearchKind.LocalTrack : SearchKind.RemoteTrack, SearchWords.Of(title), [.. SearchWords.Of(artist), .. SearchWords.Of(album)]);

    public static SearchEntry OfAlbum(Guid id, string title, string artist) => new(id, SearchKind.Album, SearchWords.Of(title), SearchWords.Of(artist));

    public static SearchEntry OfArtist(Guid id, string name) => new(id, SearchKind.Artist, SearchWords.Of(name), []);
}
