using SoundTime.Silo.Peers;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

public sealed class AnnouncerTests : IAsyncLifetime
{
    private readonly TestPeer[] _peers;
    private TaskCompletionSource _gate = new();
    private int _told;
    private int _pushed;
    private PeerNode? _node;

    public AnnouncerTests() => _peers = [NewPeer(), NewPeer()];

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        foreach (var peer in _peers)
        {
            Node.Directory.AddSeed(peer.Address);
            await Node.Client.PingAsync(peer.Id, TestContext.Current.CancellationToken);
            await peer.NextAsync<Ping>();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _gate.TrySetResult();
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }

        await Node.DisposeAsync();
    }

    [Fact]
    public async Task As_many_tracks_as_may_wait_are_told_one_by_one()
    {
        var tracks = await AddTracksAsync(TrackAnnouncer.MaxWaiting + 1);
        await AnnounceWhileTheFirstIsToldAsync(tracks);

        _gate.SetResult();

        foreach (var track in tracks.Skip(1))
        {
            foreach (var peer in _peers)
            {
                Assert.Equal(track.Hash.ToString(), (await peer.NextAsync<AnnounceTrack>()).Track.Hash);
            }
        }
    }

    [Fact]
    public async Task More_come_by_one_push_to_each_peer_when_it_has_become_quiet()
    {
        var tracks = await AddTracksAsync(TrackAnnouncer.MaxWaiting + 3);
        Node.Time.Advance(TimeSpan.FromSeconds(1));
        await AnnounceWhileTheFirstIsToldAsync(tracks[..^1]);
        _gate.SetResult();
        await Node.WhenTimerIsSetAsync(TrackAnnouncer.QuietTime);

        // The last comes in the quiet time, which then begins anew. Unused connections are looked for every ten seconds: that timer is fired
        // before the other is waited for.
        Announce(tracks[^1]);
        Node.Time.Advance(TrackAnnouncer.QuietTime);
        Node.Time.Advance(TimeSpan.FromSeconds(4));
        await Node.WhenTimerIsSetAsync(TrackAnnouncer.QuietTime);
        Assert.Equal(0, _pushed);
        Node.Time.Advance(TrackAnnouncer.QuietTime);

        foreach (var peer in _peers)
        {
            Assert.Equal(tracks.Count, (await peer.NextAsync<CatalogSync>()).Tracks.Count);
        }

        await Node.WhenLoggedAsync("was sent our catalogue", times: 2);
        Assert.Equal((2, 2), (_told, _pushed));
    }

    [Fact]
    public async Task A_flood_that_ends_just_when_the_teller_comes_by_is_told_or_pushed()
    {
        var tracks = await AddTracksAsync(TrackAnnouncer.MaxWaiting + 2);
        for (var round = 0; round < 20; round++)
        {
            (_told, _pushed, _gate) = (0, 0, new TaskCompletionSource());
            await AnnounceWhileTheFirstIsToldAsync(tracks[..^1]);

            Parallel.Invoke(_gate.SetResult, () => Announce(tracks[^1]));

            await PeerNode.UntilAsync(() =>
            {
                if (Node.HasTimer(TrackAnnouncer.QuietTime))
                {
                    Node.Time.Advance(TrackAnnouncer.QuietTime);
                }

                return _told == _peers.Length * tracks.Count || _pushed == _peers.Length;
            });
            await WhenAllIsTakenAsync();
        }
    }

    private TestPeer NewPeer() => new(async (_, _, message) =>
    {
        if (message is AnnounceTrack)
        {
            await _gate.Task;
            Interlocked.Increment(ref _told);
        }
        else
        {
            Interlocked.Increment(ref _pushed);
        }
    });

    /// <summary>Announces the first track, and the others while the peers, which wait for the gate, hold it.</summary>
    private async Task AnnounceWhileTheFirstIsToldAsync(List<Track> tracks)
    {
        Announce(tracks[0]);
        foreach (var peer in _peers)
        {
            await peer.NextAsync<AnnounceTrack>();
        }

        foreach (var track in tracks.Skip(1))
        {
            Announce(track);
        }
    }

    private void Announce(Track track)
    {
        var announcing = Node.Service<TrackAnnouncer>().AnnounceAsync(track, TestContext.Current.CancellationToken).AsTask();
        Assert.True(announcing.IsCompletedSuccessfully);
    }

    private async Task WhenAllIsTakenAsync()
    {
        foreach (var peer in _peers)
        {
            while (peer.Waiting > 0)
            {
                await peer.NextAsync<Message>();
            }
        }
    }

    private async Task<List<Track>> AddTracksAsync(int count)
    {
        var tracks = new List<Track>();
        for (var i = 0; i < count; i++)
        {
            tracks.Add(await Node.AddTrackAsync($"/music/{i}.flac", Music.HashOf([(byte)i]), size: 1000, DateTime.UnixEpoch));
        }

        return tracks;
    }
}
