using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class HandlerTests : IAsyncLifetime
{
    private readonly TestPeer _peer = new();
    private PeerNode? _node;
    private IrohConnection? _connection;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    private IrohConnection Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        _connection = await _peer.ConnectAsync(Node.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task A_ping_is_answered_with_our_id_and_our_own_tracks_and_then_they_are_pushed()
    {
        var track = await Node.AddTrackAsync(Music.Bytes(100));
        await Node.Catalogue.RecordAnnouncementsAsync(_peer.Id, [Music.Announcement(Music.HashOf([1]), 1)], Cancellation);

        Assert.Equal(new Pong(Node.Endpoint.Id.ToString(), 1, "0.1.0"), await TestPeer.AskAsync(Connection, Ping.Instance));

        var sync = await _peer.NextAsync<CatalogSync>();
        var announced = Assert.Single(sync.Tracks);
        Assert.Equal((track.Hash.ToString(), Node.Endpoint.Id.ToString(), null), (announced.Hash, announced.OriginNode, announced.CoverHash));
    }

    [Fact]
    public async Task A_request_for_the_catalogue_is_ended_at_once_and_answered_by_a_push()
    {
        await Node.AddTrackAsync(Music.Bytes(100));

        Assert.Empty(await TestPeer.SendAsync(Connection, RequestCatalog.Instance));

        Assert.Single((await _peer.NextAsync<CatalogSync>()).Tracks);
    }

    [Fact]
    public async Task A_track_that_is_here_is_sent_byte_for_byte()
    {
        var bytes = Music.Bytes(3_000_001);
        var track = await Node.AddTrackAsync(bytes);

        var answer = await TestPeer.SendAsync(Connection, new FetchTrack(track.Hash.ToString()));

        Assert.Equal((uint)bytes.Length, Frame.ReadLength(answer));
        Assert.True(answer.AsSpan(Frame.HeaderBytes).SequenceEqual(bytes));
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("../../../etc/passwd")]
    [InlineData("")]
    public async Task What_is_not_here_or_no_hash_is_answered_with_a_length_of_zero_and_the_connection_stays(string hash)
    {
        var json = System.Text.Encoding.UTF8.GetBytes($"{{\"FetchTrack\":{{\"hash\":\"{hash}\"}}}}");

        Assert.Equal([0, 0, 0, 0], await TestPeer.SendAsync(Connection, (byte[])[.. TestPeer.Header((uint)json.Length), .. json]));

        Assert.IsType<Pong>(await TestPeer.AskAsync(Connection, Ping.Instance));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_failure_and_never_a_length_of_zero()
    {
        var folder = Node.Folder.Path;
        var track = await Node.AddTrackAsync(folder, Music.HashOf([1]), 1, Directory.GetLastWriteTimeUtc(folder));

        var failure = await Assert.ThrowsAsync<IrohStreamException>(() => TestPeer.SendAsync(Connection, new FetchTrack(track.Hash.ToString())));

        Assert.Equal((StreamFailure.ResetByPeer, PeerCloseCodes.InternalError), (failure.Reason, failure.Code));
        Assert.Contains(Node.Warnings, line => line.Contains(nameof(StorageException), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_reader_of_a_track_holds_up_no_ping_and_is_dropped_when_it_takes_nothing()
    {
        var track = await Node.AddTrackAsync(Music.Bytes(8 << 20));
        await using var slow = await FetchHeaderAsync(track.Hash);

        Assert.IsType<Pong>(await TestPeer.AskAsync(Connection, Ping.Instance));

        var close = await Node.MoveClockUntilAsync(Connection.Closed);
        Assert.Equal(PeerCloseCodes.TooSlow, close.Code);
        Assert.Equal("The peer took no byte of the answer for 30 seconds.", close.Reason);
    }

    [Fact]
    public async Task A_file_that_is_cut_while_it_is_sent_is_never_sent_as_whole()
    {
        var track = await Node.AddTrackAsync(Music.Bytes(8 << 20), out var path);
        await using var stream = await FetchHeaderAsync(track.Hash);

        using (var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.SetLength(7 << 20);
        }

        var failure = await Assert.ThrowsAsync<IrohStreamException>(() => stream.CopyToAsync(Stream.Null, Cancellation));
        Assert.Equal((StreamFailure.ResetByPeer, PeerCloseCodes.ContentChanged), (failure.Reason, failure.Code));
    }

    [Fact]
    public async Task A_catalogue_is_recorded_under_the_proved_identity_before_its_end_and_without_its_bad_entries()
    {
        var tracks = Enumerable.Range(0, 1_201).Select(i => Music.Announcement(Music.HashOf(BitConverter.GetBytes(i)), 1000, i % 400 == 0 ? "" : $"T{i}"));

        Assert.Empty(await TestPeer.SendAsync(Connection, new CatalogSync([.. tracks])));

        Assert.Equal(1_197, (await Node.Catalogue.CountAsync(Cancellation)).RemoteTracks);
        var copies = await Node.Catalogue.ListCopiesAsync(Music.HashOf(BitConverter.GetBytes(1)), Cancellation);
        Assert.Equal(_peer.Id, Assert.Single(copies).Peer);
        var warning = Assert.Single(Node.Warnings);
        Assert.Contains("announced 4 tracks that cannot be used, besides 1197 new", warning, StringComparison.Ordinal);
        Assert.Contains("entry 0: title: empty; entry 400: title: empty; entry 800: title: empty.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delta_and_a_single_announcement_are_recorded_too()
    {
        await TestPeer.SendAsync(Connection, new CatalogDelta(DateTimeOffset.UnixEpoch, [Music.Announcement(Music.HashOf([1]), 1)]));
        await TestPeer.SendAsync(Connection, new AnnounceTrack(Music.Announcement(Music.HashOf([2]), 2)));

        Assert.Equal(2, (await Node.Catalogue.CountAsync(Cancellation)).RemoteTracks);
    }

    [Fact]
    public async Task Peers_that_are_online_are_exchanged_with_our_own_id_last()
    {
        await using var other = new TestPeer();
        await using var connection = await other.ConnectAsync(Node.Address);
        await TestPeer.AskAsync(connection, Ping.Instance);

        var answer = Assert.IsType<PeerExchange>(await TestPeer.AskAsync(Connection, new PeerExchange([new string('b', 64)])));

        Assert.Equal([other.Id.ToString(), Node.Endpoint.Id.ToString()], answer.Peers);
    }

    [Fact]
    public async Task A_search_is_refused_and_not_answered_as_if_nothing_was_found()
    {
        var failure = await Assert.ThrowsAsync<IrohStreamException>(() => TestPeer.SendAsync(Connection, new SearchQuery("1", "queen", 20)));

        Assert.Equal((StreamFailure.ResetByPeer, PeerCloseCodes.NotOffered), (failure.Reason, failure.Code));
        Assert.IsType<Pong>(await TestPeer.AskAsync(Connection, Ping.Instance));
    }

    [Fact]
    public async Task Messages_that_ask_for_nothing_are_ended_without_a_word_and_the_connection_stays()
    {
        var hash = new string('a', 64);
        var bloom = new BloomFilterData(new byte[16], 7, 128, new SipKey(1, 2), new SipKey(3, 4), 0);
        foreach (Message message in (Message[])[new Pong(hash, 1, null), new SearchResults("1", [], 0), new TrackData(hash, 5), new BloomExchange(bloom)])
        {
            Assert.Empty(await TestPeer.SendAsync(Connection, message));
        }

        Assert.IsType<Pong>(await TestPeer.AskAsync(Connection, Ping.Instance));
    }

    private async Task<IrohStream> FetchHeaderAsync(BlobHash hash)
    {
        var stream = await Connection.OpenStreamAsync(Cancellation);
        await stream.WriteAsync(Frame.Encode(new FetchTrack(hash.ToString())), Cancellation);
        stream.CompleteWrites();
        await stream.ReadExactlyAsync(new byte[Frame.HeaderBytes], Cancellation);
        return stream;
    }
}
