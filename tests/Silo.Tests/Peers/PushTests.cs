using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class PushTests : IAsyncLifetime
{
    /// <summary>Lets one held page of the peer go.</summary>
    private readonly SemaphoreSlim _mayAnswer = new(0);
    private readonly TestPeer _peer;
    private bool _isLossy;
    private PeerNode? _node;

    public PushTests() => _peer = new TestPeer(AnswerAsync);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        Node.Directory.AddSeed(_peer.Address);
    }

    public async ValueTask DisposeAsync()
    {
        _mayAnswer.Release(100);
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
        _mayAnswer.Dispose();
    }

    [Fact]
    public async Task A_catalogue_comes_in_pages_of_500_and_a_track_added_between_them_neither_repeats_nor_hides_another()
    {
        var hashes = await Task.WhenAll(Enumerable.Range(0, 1203).Select(AddTrackAsync));

        Assert.Equal(hashes.Order(), (await ReceiveAsync(500, 500, 203)).Order());

        string[] added = [];
        var all = await ReceiveAsync([500, 500, 204], async () => added = [await AddTrackAsync(1203)]);
        Assert.Equal(hashes.Concat(added).Order(), all.Order());
    }

    [Fact]
    public async Task A_page_whose_stream_is_lost_is_sent_again_after_one_second_and_after_two_and_is_then_given_up()
    {
        _isLossy = true;
        var hash = await AddTrackAsync(1);

        var sending = Node.Service<Delivery>().SendAsync(_peer.Id, new CatalogSync([Music.Announcement(Music.HashOf([1]), 1)]), Cancellation);
        await _peer.NextAsync<CatalogSync>();
        foreach (var pause in new[] { TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) })
        {
            await Node.WhenTimerIsSetAsync(pause);
            Node.Time.Advance(pause);
            await _peer.NextAsync<CatalogSync>();
        }

        Assert.Equal(PeerRequestFailure.Refused, (await Assert.ThrowsAsync<PeerRequestException>(() => sending)).Reason);
        Assert.Equal(0, _peer.Waiting);

        // A push that lost a page twice goes on with it.
        Request();
        await _peer.NextAsync<CatalogSync>();
        await Node.WhenTimerIsSetAsync(TimeSpan.FromSeconds(1));
        _isLossy = false;
        Node.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([hash], await NextPageAsync());
    }

    [Fact]
    public async Task Requests_during_a_push_lead_to_exactly_one_more()
    {
        await AddTrackAsync(1);
        Request();
        Assert.Single(await NextPageAsync());
        for (var i = 0; i < 5; i++)
        {
            Request();
        }

        _mayAnswer.Release();
        Assert.Single(await NextPageAsync());
        _mayAnswer.Release();

        // Were another one on its way, it would come before the one that has this track.
        await Node.WhenLoggedAsync("was sent our catalogue", times: 2);
        await AddTrackAsync(2);
        Request();
        Assert.Equal(2, (await NextPageAsync()).Length);
    }

    private Task<List<string>> ReceiveAsync(params int[] sizes) => ReceiveAsync(sizes, () => Task.CompletedTask);

    /// <summary>Has the catalogue sent, and gives the hashes of its pages, which must have these sizes.</summary>
    private async Task<List<string>> ReceiveAsync(int[] sizes, Func<Task> afterFirst)
    {
        Request();
        List<string> hashes = [];
        foreach (var size in sizes)
        {
            var page = await NextPageAsync();
            Assert.Equal(size, page.Length);
            if (hashes.Count == 0)
            {
                await afterFirst();
            }

            hashes.AddRange(page);
            _mayAnswer.Release();
        }

        await Node.WhenLoggedAsync($"was sent our catalogue, {hashes.Count} tracks");
        Assert.Equal(0, _peer.Waiting);
        return hashes;
    }

    private void Request() => Node.Service<CataloguePush>().Request(_peer.Id);

    private async Task<string[]> NextPageAsync() => [.. (await _peer.NextAsync<CatalogSync>()).Tracks.Select(track => track.Hash)];

    private async Task<string> AddTrackAsync(int number)
    {
        var hash = Music.HashOf(BitConverter.GetBytes(number));
        await Node.AddTrackAsync($"/music/{number}.flac", hash, size: 1000, DateTime.UnixEpoch);
        return hash.ToString();
    }

    private async Task AnswerAsync(TestPeer peer, IrohStream stream, Message message)
    {
        if (_isLossy)
        {
            stream.AbortWrite(PeerCloseCodes.InternalError);
        }
        else
        {
            await _mayAnswer.WaitAsync(Cancellation);
        }
    }
}
