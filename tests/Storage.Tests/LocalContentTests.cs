using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Storage.Blobs;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Sqlite;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests;

public sealed class LocalContentTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly CollectedLog<LocalContent> _log = new();
    private readonly byte[] _bytes = SampleBlob.Bytes(5000);
    private SqliteStores _stores = null!;
    private BlobStore _blobs = null!;
    private LocalContent _content = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private BlobHash Hash => SampleBlob.HashOf(_bytes);

    public async ValueTask InitializeAsync()
    {
        _stores = await SqliteStores.OpenAsync(_folder["soundtime.db"], new ManualTime(), NullLogger.Instance, Cancel);
        _blobs = new BlobStore(_folder["blobs"]);
        _content = new LocalContent(_stores.Catalogue, _blobs, _log);
    }

    public async ValueTask DisposeAsync()
    {
        await _stores.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task What_we_do_not_hold_is_null() => Assert.Null(await _content.OpenAsync(Hash, Cancel));

    [Fact]
    public async Task A_blob_is_served()
    {
        await _blobs.AddAsync(new MemoryStream(_bytes), _bytes.Length, Cancel);

        Assert.Equal(_bytes, await ReadAsync());
    }

    [Fact]
    public async Task An_imported_file_is_served_from_where_it_lies_and_from_any_place_in_it()
    {
        await ImportAsync("a.flac");

        await using var stream = await _content.OpenAsync(Hash, Cancel);
        Assert.Equal(5000, stream!.Length);
        stream.Position = 4000;
        Assert.Equal(_bytes[4000..], await SampleBlob.ReadAllAsync(stream, Cancel));
        Assert.Empty(_log.Messages);
    }

    [Fact]
    public async Task A_file_whose_time_changed_since_its_import_is_not_served()
    {
        var path = await ImportAsync("a.flac");
        File.SetLastWriteTimeUtc(path, File.GetLastWriteTimeUtc(path).AddTicks(10));

        Assert.Null(await _content.OpenAsync(Hash, Cancel));
        Assert.Contains("has changed", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_whose_size_changed_since_its_import_is_not_served()
    {
        var path = await ImportAsync("a.flac");
        var time = File.GetLastWriteTimeUtc(path);
        await File.AppendAllTextAsync(path, "x", Cancel);
        File.SetLastWriteTimeUtc(path, time);

        Assert.Null(await _content.OpenAsync(Hash, Cancel));
    }

    [Fact]
    public async Task A_rotten_file_is_not_served_and_another_of_the_same_bytes_is()
    {
        var path = await ImportAsync("a.flac");
        await _stores.Integrity.RecordRottenAsync((await _stores.Catalogue.FindLocalFileAsync(path, Cancel))!, Cancel);

        Assert.Null(await _content.OpenAsync(Hash, Cancel));
        Assert.Contains("other bytes", Assert.Single(_log.Messages), StringComparison.Ordinal);

        await ImportAsync("b.flac");
        Assert.Equal(_bytes, await ReadAsync());

        File.Delete(_folder["b.flac"]);
        await _stores.Integrity.ResolveAsync(path, Cancel);
        Assert.Equal(_bytes, await ReadAsync());
    }

    [Fact]
    public async Task The_next_file_of_the_same_bytes_is_served_when_one_is_gone()
    {
        File.Delete(await ImportAsync("a.flac"));
        await ImportAsync("b.flac");

        Assert.Equal(_bytes, await ReadAsync());
        Assert.Contains("is gone", Assert.Single(_log.Messages), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_an_error_and_not_absent_unless_another_holds_the_bytes()
    {
        var path = await ImportAsync("a.flac");
        File.Delete(path);
        File.CreateSymbolicLink(path, path);

        var error = await Assert.ThrowsAsync<StorageException>(() => _content.OpenAsync(Hash, Cancel));
        Assert.Equal(StorageFailure.NotAccessible, error.Reason);

        await ImportAsync("b.flac");
        Assert.Equal(_bytes, await ReadAsync());
    }

    private async Task<byte[]> ReadAsync() => await SampleBlob.ReadAllAsync((await _content.OpenAsync(Hash, Cancel))!, Cancel);

    private async Task<string> ImportAsync(string name)
    {
        var path = _folder[name];
        await File.WriteAllBytesAsync(path, _bytes, Cancel);
        var file = new LocalFile(path, Hash, _bytes.Length, File.GetLastWriteTimeUtc(path));
        await _stores.Catalogue.ImportAsync(new TrackImport(file, Sample.Tags(), null), Cancel);
        return path;
    }
}
