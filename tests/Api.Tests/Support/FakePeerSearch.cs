using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace SoundTime.Api.Tests.Support;

/// <summary>A search among peers that finds what the test says, when the test says it.</summary>
internal sealed class FakePeerSearch : IPeerSearch
{
    private readonly Channel<SearchUpdate> _updates = Channel.CreateUnbounded<SearchUpdate>();
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _taken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What was asked.</summary>
    public ConcurrentQueue<string> Questions { get; } = new();

    /// <summary>Ends when somebody asks.</summary>
    public Task Asked => _asked.Task;

    /// <summary>Ends when all that was told has been taken in by who asked.</summary>
    public Task Taken => _taken.Task;

    /// <summary>Ends when one who asked has left, early or at the end.</summary>
    public Task Left => _left.Task;

    public static SearchResult Result(byte hash, string title = "Élan", float relevance = 0.5f, bool local = false, Guid? track = null) => new()
    {
        Hash = Samples.Hash(hash).ToString(),
        Title = title,
        ArtistName = "Nobody",
        AlbumTitle = null,
        DurationSecs = 12.5f,
        Format = "flac",
        Genre = null,
        Year = 2024,
        Bitrate = 900,
        SourceNode = new string('b', 64),
        MusicbrainzId = null,
        Relevance = relevance,
        TrackId = track,
        Local = local,
        Holders = [new string('b', 64)],
    };

    /// <summary>Something has come.</summary>
    public void Tell(SearchUpdate update) => _updates.Writer.TryWrite(update);

    /// <summary>No more comes; or it failed.</summary>
    public void End(Exception? failure = null) => _updates.Writer.TryComplete(failure);

    public async IAsyncEnumerable<SearchUpdate> AskAsync(string question, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Questions.Enqueue(question);
        _asked.TrySetResult();
        try
        {
            await foreach (var update in _updates.Reader.ReadAllAsync(cancellationToken))
            {
                yield return update;
                if (_updates.Reader.Count == 0)
                {
                    _taken.TrySetResult();
                }
            }
        }
        finally
        {
            _left.TrySetResult();
        }
    }
}
