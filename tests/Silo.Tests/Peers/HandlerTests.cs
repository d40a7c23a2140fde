using SoundTime.Grains.PeerExchange;
using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Storage;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
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
        // The node waits for that call before it takes a stream: no test's answer must get in between.
        await Node.Grains.NextAsync(nameof(IPeerGrain.SeenAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task A_ping_is_answered_with_our_id_and_our_own_tracks_and_the_grain_hears_of_it()
    {
        await Node.AddTrackAsync(Music.Bytes(100));
        await Node.Catalogue.RecordAnnouncementsAsync(_peer.Id, [Music.Announcement(Music.HashOf([1]), 1)], Cancellation);

        Assert.Equal(new Pong(Node.Endpoint.Id.ToString(), 1, "0.1.0"), await TestPeer.AskAsync(Connection, Ping.Instance));

        var seen = new NotedCall(_peer.Id.ToString(), nameof(IPeerGrain.SeenAsync), _peer.Endpoint.LocalEndPoints[0].ToString());
        Assert.Equal(seen, await Node.Grains.NextAsync(seen.Name));
        Assert.Equal(0, _peer.Waiting);
    }

    [Fact]
    public async Task A_request_for_the_catalogue_is_ended_when_the_grain_has_noted_it()
    {
        var gate = new TaskCompletionSource();
        Node.Grains.Answer = _ => gate.Task;

        var asking = TestPeer.SendAsync(Connection, RequestCatalog.Instance);
        Assert.Equal(_peer.Id.ToString(), (await Node.Grains.NextAsync(nameof(IPeerGrain.CatalogueRequestedAsync))).Grain);
        Assert.False(asking.IsCompleted);

        gate.SetResult();
        Assert.Empty(await asking);
    }

    [Fact]
    public async Task A_request_for_the_catalogue_that_the_grain_did_not_note_is_a_failure_and_never_an_answer()
    {
        Node.Grains.Answer = _ => Task.FromException(new InvalidOperationException("no state"));

        var failure = await Assert.ThrowsAsync<IrohStreamException>(() => TestPeer.SendAsync(Connection, RequestCatalog.Instance));

        Assert.Equal((StreamFailure.ResetByPeer, PeerCloseCodes.InternalError), (failure.Reason, failure.Code));
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
    public async Task A_track_of_peers_that_the_admin_took_out_is_passed_on_to_nobody_until_it_is_one_of_ours()
    {
        var bytes = Music.Bytes(100_000);
        var hash = Music.HashOf(bytes);
        await Node.LearnAsync(_peer, hash, bytes.Length);
        using (var blob = Node.Blobs.Begin(hash, bytes.Length))
        {
            using var source = blob.BeginSource(isHeard: true);
            await source.WriteAsync(bytes, Cancellation);
            await source.CompleteAsync(Cancellation);
        }

        var request = new FetchTrack(hash.ToString());
        Assert.Equal((uint)bytes.Length, Frame.ReadLength(await TestPeer.SendAsync(Connection, request)));

        var takenOut = TrackHealth.Healthy with { State = TrackHealthState.Dereferenced, IsTakenOut = true };
        Assert.Equal(1, await Node.Stores.Health.SaveAsync([new HealthChange(hash, takenOut)], Cancellation));
        Assert.Equal([0, 0, 0, 0], await TestPeer.SendAsync(Connection, request));

        await Node.AddTrackAsync(bytes);
        Assert.Equal((uint)bytes.Length, Frame.ReadLength(await TestPeer.SendAsync(Connection, request)));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_failure_and_never_a_length_of_zero()
    {
        var folder = Node.Folder;
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
        // Logged when the peer has been told.
        await Node.WhenLoggedAsync("tracks that cannot be used");
        var warning = Assert.Single(Node.Warnings);
        Assert.Contains("announced 4 tracks that cannot be used, besides 1197 new", warning, StringComparison.Ordinal);
        Assert.Contains("entry 0: title: empty; entry 400: title: empty; entry 800: title: empty.", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delta_and_a_single_announcement_are_recorded_too_and_the_grain_hears_of_each_message_once()
    {
        await TestPeer.SendAsync(
            Connection,
            new CatalogDelta(DateTimeOffset.UnixEpoch, [Music.Announcement(Music.HashOf([1]), 1), Music.Announcement(Music.HashOf([3]), 1)]));
        Assert.Equal(2, (await Node.Grains.NextAsync(nameof(IPeerGrain.AnnouncementsRecordedAsync))).Argument);
        await TestPeer.SendAsync(Connection, new AnnounceTrack(Music.Announcement(Music.HashOf([2]), 2)));
        Assert.Equal(1, (await Node.Grains.NextAsync(nameof(IPeerGrain.AnnouncementsRecordedAsync))).Argument);

        Assert.Equal(3, (await Node.Catalogue.CountAsync(Cancellation)).RemoteTracks);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_grain_that_fails_or_hangs_costs_a_page_nothing(bool hangs)
    {
        var never = new TaskCompletionSource();
        Node.Grains.Answer = _ => hangs ? never.Task : Task.FromException(new InvalidOperationException("no state"));

        Assert.Empty(await TestPeer.SendAsync(Connection, new CatalogSync([Music.Announcement(Music.HashOf([1]), 1)])));

        Assert.Equal(1, (await Node.Catalogue.CountAsync(Cancellation)).RemoteTracks);
        await Node.UntilAsync(() =>
        {
            Node.Time.Advance(PeerNotices.Limit);
            return Node.Warnings.Any(line => line.Contains("was not told of something that happened", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Peers_that_are_online_and_not_blocked_are_exchanged_with_our_own_id_last_and_the_named_ones_are_handed_on()
    {
        await using var online = new TestPeer();
        await using var away = new TestPeer();
        await using var blocked = new TestPeer();
        foreach (var peer in new[] { online, blocked, _peer })
        {
            await Node.LearnAsync(peer);
        }

        await Node.LearnAsync(new PeerRecord { Id = away.Id, AddedAt = Node.Time.GetUtcNow() });
        await Node.BlockAsync(blocked.Id);

        var answer = Assert.IsType<PeerExchange>(await TestPeer.AskAsync(Connection, new PeerExchange([new string('b', 64), new string('c', 64)])));

        Assert.Equal([online.Id.ToString(), Node.Endpoint.Id.ToString()], answer.Peers);
        var named = await Node.Grains.NextAsync(nameof(IPeerExchangeGrain.PeersNamedAsync));
        Assert.Equal((PeerExchangeKey.Value, $"{_peer.Id}: {new string('b', 64)} {new string('c', 64)}"), (named.Grain, named.Argument));
    }

    [Fact]
    public async Task An_exchange_with_a_hundred_thousand_ids_ends_the_connection_and_nothing_of_it_is_handed_on()
    {
        var ids = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"{i:x64}\""));
        var json = System.Text.Encoding.UTF8.GetBytes($"{{\"PeerExchange\":{{\"peers\":[{ids}]}}}}");

        await Assert.ThrowsAnyAsync<IOException>(() => TestPeer.SendAsync(Connection, (byte[])[.. TestPeer.Header((uint)json.Length), .. json]));

        Assert.Equal(PeerCloseCodes.BadMessage, (await Connection.Closed.WaitAsync(Cancellation)).Code);
        Assert.DoesNotContain(Node.Grains.All, call => call.Name == nameof(IPeerExchangeGrain.PeersNamedAsync));
    }

    [Fact]
    public async Task A_filter_is_handed_on_whole_and_one_that_contradicts_itself_is_not()
    {
        var bitmap = Music.Bytes(16);
        var good = new BloomFilterData(bitmap, 7, 128, new SipKey(1, 2), new SipKey(3, 4), 5);
        var json = System.Text.Encoding.UTF8.GetBytes(
            "{\"BloomExchange\":{\"bloom\":{\"bitmap\":[1,2],\"num_hashes\":7,\"bitmap_bits\":128,\"sip_keys\":[[1,2],[3,4]],\"item_count\":0}}}");

        Assert.Empty(await TestPeer.SendAsync(Connection, (byte[])[.. TestPeer.Header((uint)json.Length), .. json]));
        Assert.Empty(await TestPeer.SendAsync(Connection, new BloomExchange(good)));

        var (parameters, bytes) = ((FilterParameters, byte[]))(await Node.Grains.NextAsync(nameof(IPeerGrain.FilterArrivedAsync))).Argument!;
        Assert.Equal(bitmap, bytes);
        Assert.Equal((7, 5UL), (parameters.NumHashes, parameters.ItemCount));
        Assert.Equal([1UL, 2UL, 3UL, 4UL], parameters.Keys);
        Assert.Contains(Node.Warnings, line => line.Contains("cannot be used", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_that_ask_for_nothing_are_ended_without_a_word_and_the_connection_stays()
    {
        var hash = new string('a', 64);
        foreach (Message message in (Message[])[new Pong(hash, 1, null), new SearchResults("1", [], 0), new TrackData(hash, 5)])
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
