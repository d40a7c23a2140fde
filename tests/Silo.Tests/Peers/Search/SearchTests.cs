using SoundTime.Grains.Embedded;
using SoundTime.Grains.Search;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>A question from the grain to the peers and back, over real connections.</summary>
public sealed class SearchTests : IAsyncDisposable
{
    private readonly TaskCompletionSource _never = new();
    private readonly List<TestPeer> _peers = [];
    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask DisposeAsync()
    {
        _never.SetResult();
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }

        await Node.DisposeAsync();
    }

    [Fact]
    public async Task Answers_of_good_peers_come_in_time_whatever_the_bad_ones_do()
    {
        _node = await PeerNode.StartAsync(new PeerNodeSetup { HasGrains = true });
        var own = await Node.AddTrackAsync([1, 2, 3], title: "Track of ours");
        var good = await AddAsync(query => new SearchResults(query.RequestId, [SearchLinkTests.Item(1), SearchLinkTests.Item(2)], 2));
        await AddAsync(query => new SearchResults("another", [SearchLinkTests.Item(3)], 1));
        await AddAsync(_ => new Pong(new string('a', 64), 1, null));
        await AddAsync(query => new SearchResults(query.RequestId, [SearchLinkTests.Item(4) with { Title = " " }], 1));
        await AddAsync(_ => null);

        var search = Node.Service<IGrainFactory>().GetGrain<ISearchGrain>("track");
        var hits = new Dictionary<string, SearchHit>();
        var progress = await ReadUntilAsync(search, 0, hits, so => so.Answered + so.Failed == 4 && hits.Count == 3);

        Assert.Equal(own.Hash.ToString(), hits.Values.Single(hit => hit.IsLocal).Hash);
        Assert.Equal([good.Id.ToString()], hits[SearchLinkTests.Item(1).Hash].Holders);

        // The one that never answers is waited for until the time is over.
        var last = ReadToEndAsync(search, progress.Version);
        Node.Time.Advance(SearchLimits.Deadline);
        Assert.Equal((5, 2, 3), await Node.RunGrainsUntilAsync(last));
    }

    /// <summary>A peer that is online and has no filter here. Without an answer it never answers.</summary>
    private async Task<TestPeer> AddAsync(Func<SearchQuery, Message?> answer)
    {
        var peer = new TestPeer(async (_, stream, message) =>
        {
            if (message is SearchQuery query)
            {
                if (answer(query) is { } result)
                {
                    await stream.WriteAsync(Frame.Encode(result), Cancellation);
                }
                else
                {
                    await _never.Task;
                }
            }
        });
        _peers.Add(peer);
        await Node.LearnAsync(peer);
        await Node.Service<IGrainFactory>().GetGrain<IRoutingGrain>(RoutingParts.KeyOf(peer.Id)).PresenceChangedAsync(peer.Id.ToString(), isOnline: true, Cancellation);
        return peer;
    }

    private async Task<SearchProgress> ReadUntilAsync(ISearchGrain search, long version, Dictionary<string, SearchHit> hits, Func<SearchProgress, bool> isEnough)
    {
        while (true)
        {
            var progress = await Node.RunGrainsUntilAsync(search.ReadAsync(version, Cancellation));
            foreach (var hit in progress.Hits)
            {
                hits[hit.Hash] = hit;
            }

            if (isEnough(progress))
            {
                return progress;
            }

            version = progress.Version;
        }
    }

    private static async Task<(int Asked, int Answered, int Failed)> ReadToEndAsync(ISearchGrain search, long version)
    {
        while (true)
        {
            var progress = await search.ReadAsync(version, Cancellation);
            if (progress.IsComplete)
            {
                return (progress.Asked, progress.Answered, progress.Failed);
            }

            version = progress.Version;
        }
    }
}
