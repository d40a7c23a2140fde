using NSubstitute;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>Our tracks as the catalogue lists their changes: a list in memory that the test changes.</summary>
internal sealed class ListedTracks
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, Track> _tracks = [];
    private long _lastChange;
    private long _removals;

    public ListedTracks()
    {
        Catalogue = Substitute.For<ICatalogue>();
        Catalogue.FindMarkAsync(Arg.Any<CancellationToken>()).Returns(_ => FindMark());
        Catalogue.ListChangesAsync(Arg.Any<long>(), Arg.Any<int>(), Arg.Any<CancellationToken>()).Returns(call => ListAsync(call.ArgAt<long>(0), call.ArgAt<int>(1)));
    }

    public ICatalogue Catalogue { get; }

    public bool IsFailing { get; set; }

    /// <summary>Holds pages before they are read, while it is set.</summary>
    public TaskCompletionSource? Gate { get; set; }

    /// <summary>How many pages were read.</summary>
    public int Pages { get; private set; }

    public long Add(string title, string artist = "Artist", string? album = null, long size = 1)
    {
        lock (_gate)
        {
            _tracks[++_lastChange] = new Track
            {
                Id = Guid.NewGuid(),
                Hash = Music.HashOf(BitConverter.GetBytes(_lastChange)),
                FileSize = size,
                Tags = new TrackTags { Title = title, ArtistName = artist, AlbumTitle = album, DurationSecs = 1, Format = "flac" },
                ArtistId = Guid.Empty,
                IsLocal = true,
                CreatedAt = DateTimeOffset.UnixEpoch,
            };
            return _lastChange;
        }
    }

    public void Remove(long change)
    {
        lock (_gate)
        {
            _tracks.Remove(change);
            _removals++;
        }
    }

    private CatalogueMark FindMark()
    {
        lock (_gate)
        {
            return IsFailing ? throw new StorageException(StorageFailure.Other, "The store fails because the test says so.") : new CatalogueMark(_lastChange, _removals);
        }
    }

    private async Task<ChangePage> ListAsync(long after, int limit)
    {
        Assert.InRange(limit, 1, WireLimits.MaxPageEntries);
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        lock (_gate)
        {
            Pages++;
            var page = _tracks.SkipWhile(entry => entry.Key <= after).Take(limit).ToList();
            return new ChangePage([.. page.Select(entry => entry.Value)], page is [.., var last] ? last.Key : after);
        }
    }
}
