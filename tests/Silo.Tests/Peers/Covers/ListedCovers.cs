using System.Collections.Concurrent;
using SoundTime.Storage.Covers;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A cover store that lists what the test wants, and keeps what it is told.</summary>
internal sealed class ListedCovers : ICoverStore
{
    private readonly ConcurrentDictionary<Guid, WantedCover> _wanted = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset?> _nextTries = new();

    public List<NodeId> Holders { get; } = [];

    public ConcurrentDictionary<Guid, string> Files { get; } = new();

    public IReadOnlyDictionary<Guid, DateTimeOffset?> NextTries => _nextTries;

    /// <summary>How often it was asked what is wanted.</summary>
    public int Listings { get; private set; }

    public WantedCover Want(BlobHash hash, string artist = "Artist", string title = "Album", int tries = 0)
    {
        var cover = new WantedCover(Guid.CreateVersion7(), hash, artist, title, tries);
        _wanted[cover.AlbumId] = cover;
        return cover;
    }

    public Task<IReadOnlyList<WantedCover>> ListWantedAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        Listings++;
        return Task.FromResult<IReadOnlyList<WantedCover>>(
            [.. _wanted.Values.Where(cover => !_nextTries.TryGetValue(cover.AlbumId, out var next) || next <= now).Take(limit)]);
    }

    public Task<IReadOnlyList<NodeId>> ListHoldersAsync(BlobHash cover, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NodeId>>([.. Holders.Take(limit)]);

    public Task<bool> RecordFileAsync(Guid albumId, BlobHash hash, string path, CancellationToken cancellationToken)
    {
        Files[albumId] = path;
        return Task.FromResult(_wanted.TryRemove(albumId, out _));
    }

    public Task PostponeAsync(Guid albumId, BlobHash hash, DateTimeOffset? nextTry, CancellationToken cancellationToken)
    {
        _nextTries[albumId] = nextTry;
        _wanted[albumId] = _wanted[albumId] with { Tries = _wanted[albumId].Tries + 1 };
        return Task.CompletedTask;
    }
}
