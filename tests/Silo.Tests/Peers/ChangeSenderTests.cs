using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class ChangeSenderTests : IAsyncLifetime
{
    /// <summary>What the peer does with a message that it was sent.</summary>
    private Func<IrohStream, Message, Task> _take = (_, _) => Task.CompletedTask;
    private readonly List<TestPeer> _peers = [];
    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    private TestPeer Peer => _peers[0];

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        await AddPeerAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }

        await Node.DisposeAsync();
    }

    [Fact]
    public async Task A_catalogue_goes_in_pages_of_500_each_from_where_the_last_one_ended()
    {
        var hashes = await AddTracksAsync(1_203);
        var told = new List<string>();
        var after = 0L;
        foreach (var size in new[] { 500, 500, 203 })
        {
            var sent = await SendAsync(after, ChangeMessage.Catalogue);
            Assert.Equal((PeerReply.Done, size, size < 500), (sent.Reply, sent.Count, sent.IsEnd));
            told.AddRange((await Peer.NextAsync<CatalogSync>()).Tracks.Select(track => track.Hash));
            after = sent.Last;
        }

        Assert.Equal(hashes, told);
        Assert.Equal(await Node.Catalogue.FindLastChangeAsync(Cancellation), after);
        Assert.Equal(new SentChanges(PeerReply.Done, after, 0, IsEnd: true, null), await SendAsync(after, ChangeMessage.Catalogue));
        Assert.Equal(0, Peer.Waiting);
    }

    [Fact]
    public async Task Few_news_are_announced_one_by_one_in_their_order_and_many_go_in_one_delta_that_says_since_when()
    {
        var few = await AddTracksAsync(ChangeSender.MaxAnnouncements);
        var sent = await SendAsync(0, ChangeMessage.News);
        Assert.Equal((PeerReply.Done, 10, true), (sent.Reply, sent.Count, sent.IsEnd));
        foreach (var hash in few)
        {
            Assert.Equal(hash, (await Peer.NextAsync<AnnounceTrack>()).Track.Hash);
        }

        var many = await AddTracksAsync(ChangeSender.MaxAnnouncements + 1, first: 100);
        var since = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        sent = await Node.Link.SendChangesAsync(Peer.Id, sent.Last, ChangeMessage.News, since, Cancellation);
        Assert.Equal((PeerReply.Done, 11, true), (sent.Reply, sent.Count, sent.IsEnd));
        var delta = await Peer.NextAsync<CatalogDelta>();
        Assert.Equal(since, delta.Since);
        Assert.Equal(many, delta.Tracks.Select(track => track.Hash));
    }

    [Fact]
    public async Task A_track_that_cannot_be_fetched_is_not_offered_and_the_position_passes_it()
    {
        await Node.AddTrackAsync("/music/huge.flac", Music.HashOf([9]), size: 5L << 30, DateTime.UnixEpoch);

        var sent = await SendAsync(0, ChangeMessage.Catalogue);

        Assert.Equal(new SentChanges(PeerReply.Done, await Node.Catalogue.FindLastChangeAsync(Cancellation), 0, IsEnd: true, null), sent);
        Assert.Equal(0, Peer.Waiting);
    }

    [Fact]
    public async Task An_edit_of_a_track_is_sent_as_its_news()
    {
        var bytes = Music.Bytes(100);
        await Node.AddTrackAsync(bytes);
        var before = (await SendAsync(0, ChangeMessage.Catalogue)).Last;

        await Node.AddTrackAsync(bytes, title: "A new title");
        var sent = await SendAsync(before, ChangeMessage.News);

        Assert.Equal((1, true), (sent.Count, sent.Last > before));
        Assert.Equal("A new title", (await Peer.NextAsync<AnnounceTrack>()).Track.Title);
    }

    [Fact]
    public async Task A_page_whose_stream_is_lost_is_sent_again_after_one_second_and_after_two_and_then_the_position_stays()
    {
        await AddTracksAsync(3);
        _take = (stream, _) => GiveUpAsync(stream);
        var sending = SendAsync(0, ChangeMessage.Catalogue);
        await PassPausesAsync();

        var sent = await sending;
        Assert.Equal((PeerReply.BadAnswer, 0L, 0, false), (sent.Reply, sent.Last, sent.Count, sent.IsEnd));
        for (var tries = 0; tries < 3; tries++)
        {
            await Peer.NextAsync<CatalogSync>();
        }

        Assert.Equal(0, Peer.Waiting);
    }

    [Fact]
    public async Task A_page_that_is_lost_once_is_sent_again_and_processed()
    {
        await AddTracksAsync(3);
        _take = (stream, _) => GiveUpAsync(stream);
        var sending = SendAsync(0, ChangeMessage.Catalogue);
        await Peer.NextAsync<CatalogSync>();
        await Node.UntilAsync(() => Node.Time.HasTimerIn(TimeSpan.FromSeconds(1)));

        _take = (_, _) => Task.CompletedTask;
        Node.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal((PeerReply.Done, 3), ((await sending).Reply, (await sending).Count));
    }

    [Fact]
    public async Task Only_the_end_of_the_peers_side_says_processed_whatever_comes_before_it()
    {
        await AddTracksAsync(3);
        var gate = new TaskCompletionSource();
        _take = async (stream, _) =>
        {
            await stream.WriteAsync(new byte[8], Cancellation);
            await gate.Task;
        };

        var sending = SendAsync(0, ChangeMessage.Catalogue);
        await Peer.NextAsync<CatalogSync>();
        await Node.UntilAsync(() => Node.Time.HasTimerIn(PeerClient.ProcessingLimit));
        Node.Time.Advance(PeerClient.ProcessingLimit);
        Assert.Equal((PeerReply.TimedOut, 0L), ((await sending).Reply, (await sending).Last));

        gate.SetResult();
        Assert.Equal((PeerReply.Done, 3), ((await SendAsync(0, ChangeMessage.Catalogue)) is var sent ? (sent.Reply, sent.Count) : default));
    }

    [Fact]
    public async Task A_peer_that_answers_a_page_with_endless_bytes_has_not_processed_it()
    {
        await AddTracksAsync(3);
        _take = async (stream, _) => await stream.WriteAsync(new byte[100_000], Cancellation);

        var sent = await SendAsync(0, ChangeMessage.Catalogue);

        Assert.Equal((PeerReply.BadAnswer, 0L), (sent.Reply, sent.Last));
    }

    [Fact]
    public async Task Of_news_of_which_one_is_not_processed_the_position_stays_before_them_and_those_that_were_are_counted()
    {
        await AddTracksAsync(3);
        var told = 0;
        _take = async (stream, _) =>
        {
            if (Interlocked.Increment(ref told) > 2)
            {
                await GiveUpAsync(stream);
            }
        };

        var sending = SendAsync(0, ChangeMessage.News);
        await PassPausesAsync();

        var sent = await sending;
        Assert.Equal((PeerReply.BadAnswer, 0L, 2, false), (sent.Reply, sent.Last, sent.Count, sent.IsEnd));
    }

    [Fact]
    public async Task A_peer_that_stops_reading_in_the_middle_of_a_page_costs_a_minute_and_the_position_stays()
    {
        await AddTracksAsync(500, album: new string('x', 250));
        await using var deaf = new TestPeer(accept: _ => new TaskCompletionSource().Task);
        await Node.LearnAsync(deaf);

        var sending = Node.Link.SendChangesAsync(deaf.Id, 0, ChangeMessage.Catalogue, null, Cancellation);

        // The dial has a limit of its own: it must be over before time passes.
        await Node.WhenLoggedAsync("Connected");
        await Node.UntilAsync(() => Node.Time.HasTimerIn(PeerClient.ProcessingLimit));
        Node.Time.Advance(PeerClient.ProcessingLimit);

        Assert.Equal((PeerReply.TimedOut, 0L), ((await sending).Reply, (await sending).Last));
    }

    [Fact]
    public async Task At_most_ten_tracks_are_announced_at_once_to_all_peers_together()
    {
        var gate = new TaskCompletionSource();
        var waiting = 0;
        _take = async (_, _) =>
        {
            Interlocked.Increment(ref waiting);
            await gate.Task;
        };
        await AddTracksAsync(1);
        for (var i = 1; i < 12; i++)
        {
            await AddPeerAsync();
        }

        var sending = _peers.Select(peer => Node.Link.SendChangesAsync(peer.Id, 0, ChangeMessage.News, null, Cancellation)).ToList();
        await Node.UntilAsync(() => waiting == 10);
        await Node.Link.PingAsync(Peer.Id, Cancellation);
        Assert.Equal(10, waiting);

        gate.SetResult();
        Assert.All(await Task.WhenAll(sending), sent => Assert.Equal(PeerReply.Done, sent.Reply));
        Assert.Equal(12, waiting);
    }

    [Fact]
    public async Task A_catalogue_on_its_way_holds_up_no_request_and_no_track_at_a_peer_that_handles_the_streams_of_a_connection_one_by_one()
    {
        var gate = new TaskCompletionSource();
        await using var peer = new TestPeer(async (_, stream, message) =>
        {
            if (message is CatalogSync)
            {
                await gate.Task;
            }
            else if (message is FetchTrack)
            {
                await stream.WriteAsync(TestPeer.Header(0), Cancellation);
            }
        })
        { IsOneByOne = true };
        await Node.LearnAsync(peer);
        await AddTracksAsync(1);

        var sending = Node.Link.SendChangesAsync(peer.Id, 0, ChangeMessage.Catalogue, null, Cancellation);
        await peer.NextAsync<CatalogSync>();
        Assert.Equal(PeerReply.Done, (await Node.Link.PingAsync(peer.Id, Cancellation)).Reply);
        await using (var answer = await Node.Client.FetchTrackAsync(peer.Id, Music.HashOf([1]), Cancellation))
        {
            Assert.Equal(0U, answer.Length);
        }

        Assert.False(sending.IsCompleted);
        gate.SetResult();
        Assert.Equal(PeerReply.Done, (await sending).Reply);
        Assert.Equal(3, peer.Accepted.Count);
    }

    /// <summary>Moves the clock over the pauses between three tries.</summary>
    private async Task PassPausesAsync()
    {
        foreach (var pause in new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) })
        {
            await Node.UntilAsync(() => Node.Time.HasTimerIn(pause));
            Node.Time.Advance(pause);
        }
    }

    private static Task GiveUpAsync(IrohStream stream)
    {
        stream.AbortWrite(PeerCloseCodes.InternalError);
        return Task.CompletedTask;
    }

    private async Task AddPeerAsync()
    {
        _peers.Add(new TestPeer((_, stream, message) => _take(stream, message)));
        await Node.LearnAsync(_peers[^1]);
    }

    private Task<SentChanges> SendAsync(long after, ChangeMessage message) =>
        Node.Link.SendChangesAsync(Peer.Id, after, message, null, Cancellation);

    /// <summary>Adds tracks, and gives their hashes in the order of the changes.</summary>
    private async Task<List<string>> AddTracksAsync(int count, int first = 0, string? album = null)
    {
        var hashes = new List<string>();
        for (var i = first; i < first + count; i++)
        {
            var hash = Music.HashOf(BitConverter.GetBytes(i));
            await Node.AddTrackAsync($"/music/{i}.flac", hash, size: 1000, DateTime.UnixEpoch, album);
            hashes.Add(hash.ToString());
        }

        return hashes;
    }
}
