using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Import.Tests.Support;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Import.Tests.Library;

public sealed class LibraryWatcherTests(Samples samples) : ImportTest(samples)
{
    /// <summary>How long a test waits for what is promised before it fails.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Channel<Track> _imported = Channel.CreateUnbounded<Track>();
    private LibraryWatcher? _watcher;

    public override async ValueTask DisposeAsync()
    {
        if (_watcher is not null)
        {
            await _watcher.StopAsync(CancellationToken.None);
            _watcher.Dispose();
        }

        await base.DisposeAsync();
    }

    [Fact]
    public async Task At_the_start_the_folder_is_scanned_and_what_is_gone_is_removed()
    {
        var gone = Music.Copy(Samples.Plain(0), "gone.wav");
        await ImportAsync();
        File.Delete(gone);
        Music.Copy(Samples.Plain(1), "new.wav");

        await WatchAsync();

        Assert.Equal(["new.wav"], await ListFilesAsync());
        Assert.Equal((1, 0), (_watcher!.Status.LastScan!.Imported, _watcher.Status.LastScan.Failed));
    }

    [Fact]
    public async Task A_file_that_is_copied_in_is_imported_and_one_that_is_deleted_leaves()
    {
        await WatchAsync();
        var file = Music.Copy(Samples.Plain(0), "album", "song.wav");
        Music.Copy(Samples.Plain(1), "other.wav");
        await NextAsync();
        await NextAsync();

        File.Delete(file);
        await UntilAsync(["other.wav"]);
    }

    [Fact]
    public async Task A_folder_that_is_moved_in_and_renamed_keeps_its_tracks()
    {
        await WatchAsync();
        Data.Copy(Samples.Plain(0), "album", "song.wav");
        Directory.Move(Data["album"], Music["album"]);
        var track = await NextAsync();

        Directory.Move(Music["album"], Music["renamed"]);
        await UntilAsync([Path.Combine("renamed", "song.wav")]);

        Assert.Equal(track.Id, (await FindTrackAsync(Music["renamed", "song.wav"])).Id);
        Assert.Single(Told);
    }

    [Fact]
    public async Task A_missing_folder_is_shown_and_watched_once_it_is_there()
    {
        Directory.Delete(Music.Path);
        await StartAsync();
        await UntilAsync(() => Task.FromResult(_watcher!.Status.State == LibraryState.Failed));
        Assert.Contains(Music.Path, _watcher!.Status.Failure, StringComparison.Ordinal);

        Music.Copy(Samples.Plain(0), "song.wav");
        await NextAsync();
    }

    protected override async ValueTask OnImported(Track track, CancellationToken cancellationToken)
    {
        await base.OnImported(track, cancellationToken);
        await _imported.Writer.WriteAsync(track, cancellationToken);
    }

    private Task StartAsync()
    {
        var options = new LibraryWatcherOptions
        {
            Folder = Music.Path,
            QuietTime = TimeSpan.FromMilliseconds(100),
            RetryDelay = TimeSpan.FromMilliseconds(100),
        };
        _watcher = new LibraryWatcher(options, Host.Importer, TimeProvider.System, NullLogger<LibraryWatcher>.Instance);
        return _watcher.StartAsync(Token);
    }

    private async Task WatchAsync()
    {
        await StartAsync();
        await UntilAsync(() => Task.FromResult(_watcher!.Status.State == LibraryState.Watching));
    }

    private Task<Track> NextAsync() => _imported.Reader.ReadAsync(Token).AsTask().WaitAsync(Patience, Token);

    private Task UntilAsync(string[] files) => UntilAsync(async () => files.SequenceEqual(await ListFilesAsync()));

    /// <summary>Asks again and again: the watcher has no event for this.</summary>
    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }
}
