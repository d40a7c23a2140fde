using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Silo.Peers;
using SoundTime.Storage;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Health;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A fetched track whose bytes changed on the disk.</summary>
public sealed class RottenTrackTests : IAsyncLifetime
{
    private static readonly byte[] Bytes = Music.Bytes(1_000_000);
    private static readonly BlobHash Hash = Music.HashOf(Bytes);

    private readonly TestPeer _peer = TestPeer.Sending(Bytes);
    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        await Node.LearnAsync(_peer, Hash, Bytes.Length);
        await using (await OpenAsync())
        {
            await Node.Fetches.WhenIdleAsync(Cancellation);
        }

        await _peer.NextAsync<FetchTrack>();
        await ChangeAsync(Hash, 700_000);
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _peer.DisposeAsync();
    }

    [Fact]
    public async Task A_listener_that_comes_upon_a_rotten_byte_goes_on_with_a_peers_and_hears_exactly_the_track()
    {
        await using (var stream = await OpenAsync())
        {
            Assert.True((await ReadAsync(stream)).AsSpan().SequenceEqual(Bytes));
        }

        await _peer.NextAsync<FetchTrack>();
        await Node.Fetches.WhenIdleAsync(Cancellation);
        await using var again = await OpenAsync();
        Assert.True((await ReadAsync(again)).AsSpan().SequenceEqual(Bytes));
        Assert.Equal(0, _peer.Waiting);
    }

    [Fact]
    public async Task Where_nobody_has_it_the_listener_is_told_before_the_rotten_byte()
    {
        await using var stream = await OpenAsync();
        await Node.Catalogue.RemoveCopyAsync(_peer.Id, Hash, Cancellation);

        var heard = new MemoryStream();
        await Assert.ThrowsAsync<IOException>(() => stream.CopyToAsync(heard, Cancellation));

        Assert.True(heard.Length <= 700_000);
        Assert.True(Bytes.AsSpan(0, (int)heard.Length).SequenceEqual(heard.ToArray()));
    }

    [Fact]
    public async Task A_listener_of_a_rotten_blob_goes_on_with_a_file_of_ours_and_no_peer_is_asked()
    {
        await Node.AddTrackAsync(Bytes);

        await using var stream = await OpenAsync(Hash, isLocal: true);

        Assert.True((await ReadAsync(stream)).AsSpan().SequenceEqual(Bytes));
        Assert.Equal(0, _peer.Waiting);
    }

    [Fact]
    public async Task A_listener_who_is_slower_than_the_fetch_hears_exactly_the_track_though_the_disk_changed_it_meanwhile()
    {
        byte[] bytes = [.. Bytes, 0];
        var hash = Music.HashOf(bytes);
        await using var peer = TestPeer.Sending(bytes);
        await Node.LearnAsync(peer, hash, bytes.Length);
        await using var stream = await OpenAsync(hash, isLocal: false);
        var start = new byte[1];
        await stream.ReadExactlyAsync(start, Cancellation);
        await peer.NextAsync<FetchTrack>();
        await Node.Fetches.WhenIdleAsync(Cancellation);
        await ChangeAsync(hash, 700_000);

        Assert.True(start.Concat(await ReadAsync(stream)).SequenceEqual(bytes));

        await peer.NextAsync<FetchTrack>();
    }

    private Task<Stream> OpenAsync() => OpenAsync(Hash, isLocal: false);

    private async Task ChangeAsync(BlobHash hash, int position)
    {
        var path = Directory.GetFiles(Node.Folder, hash.ToString(), SearchOption.AllDirectories).Single();
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = position;
        file.WriteByte((byte)~Bytes[position]);
    }

    private async Task<Stream> OpenAsync(BlobHash hash, bool isLocal)
    {
        var track = new Track
        {
            Id = Guid.NewGuid(),
            Hash = hash,
            FileSize = Bytes.Length,
            Tags = new TrackTags { Title = "Title", ArtistName = "Artist", DurationSecs = 1, Format = "flac" },
            ArtistId = Guid.Empty,
            IsLocal = isLocal,
            CreatedAt = DateTimeOffset.UnixEpoch,
        };
        return await new TrackContent(
            Node.Service<ITrackHealthStore>(), Node.Service<LocalContent>(), Node.Blobs, Node.Fetches, returns: null, NullLogger<TrackContent>.Instance).OpenAsync(track, Cancellation);
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }
}
