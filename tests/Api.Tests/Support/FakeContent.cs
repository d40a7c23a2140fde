using SoundTime.Storage.Catalogue;

namespace SoundTime.Api.Tests.Support;

/// <summary>Content that the test decides on, which counts how often it was opened.</summary>
internal sealed class FakeContent : ITrackContent
{
    private int _opened;

    public Func<Track, Stream> Open { get; set; } = _ => throw new TrackContentException(TrackContentFailure.NoCopy, "The test has no content.");

    public int Opened => _opened;

    public Task<Stream> OpenAsync(Track track, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _opened);
        return Task.FromResult(Open(track));
    }
}
