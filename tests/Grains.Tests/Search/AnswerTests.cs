using SoundTime.Grains.Peers;
using SoundTime.Grains.Search;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage.Catalogue;

namespace SoundTime.Grains.Tests.Search;

/// <summary>What a question finds, and how it is put together.</summary>
public sealed class AnswerTests : SearchTests
{
    [Fact]
    public async Task The_catalogue_here_and_peers_are_asked_and_own_tracks_come_first()
    {
        var peer = await KnowAsync(1, "queen");
        Node.Searches.Answer(peer, Match(1, "Queen"));
        var id = AddOwn(2, isLocal: true);

        var (_, last) = await ReadAllAsync();
        Assert.Equal((1, 1, 0), (last.Asked, last.Answered, last.Failed));
        Assert.Null(last.Failure);

        // Who asks the same later gets all of it at once.
        var all = (await ReadAsync()).Hits;
        Assert.Equal([HashOf(2).ToString(), HashOf(1).ToString()], all.Select(hit => hit.Hash));
        Assert.Equal((true, id), (all[0].IsLocal, all[0].TrackId));
        Assert.Equal([TestNode.IdOf(0).ToString()], all[0].Holders);
        Assert.Equal((false, null), (all[1].IsLocal, all[1].TrackId));
        Assert.Equal([peer.ToString()], all[1].Holders);
    }

    [Fact]
    public async Task What_a_peer_says_of_a_track_that_a_file_of_ours_holds_counts_for_nothing()
    {
        var peer = await KnowAsync(1);
        var own = KeepOwn(1, isLocal: true);
        Node.Searches.Answer(peer, Match(1, "Whatever was asked for", "Somebody else"));

        var hit = Assert.Single((await ReadAllAsync()).Hits);

        Assert.Equal((own.Id, true), (hit.TrackId, hit.IsLocal));
        Assert.Equal((own.Tags.Title, own.Tags.ArtistName), (hit.Title, hit.ArtistName));
    }

    [Fact]
    public async Task A_peer_whose_filter_does_not_hold_the_word_is_not_asked()
    {
        var knows = await KnowAsync(1, "queen");
        await KnowAsync(2, "abba");
        await Node.Factory.GetGrain<IRoutingGrain>(RoutingParts.KeyOf(knows)).WakeAsync(Cancel);
        await Node.AdvanceAsync(TimeSpan.Zero);

        await ReadAllAsync();

        Assert.Equal([(knows, Question)], Node.Searches.Asked);
    }

    [Fact]
    public async Task No_more_peers_are_asked_than_the_admin_allows()
    {
        for (var number = 1; number <= 20; number++)
        {
            Node.Searches.Answer(await KnowAsync(number));
        }

        var (_, last) = await ReadAllAsync();

        Assert.Equal((10, 10), (last.Asked, Node.Searches.Asked.Count));
    }

    [Fact]
    public async Task No_peer_is_asked_where_the_admin_allows_none()
    {
        Node.SearchOptions = new SearchOptions { Peers = 0 };
        await Node.RestartAsync();
        await KnowAsync(1);
        AddOwn(1, isLocal: true);

        var (hits, last) = await ReadAllAsync();

        Assert.Single(hits);
        Assert.Equal(0, last.Asked);
        Assert.Empty(Node.Searches.Asked);
    }

    [Fact]
    public async Task A_track_that_many_hold_is_one_with_all_its_holders()
    {
        var (first, second, third) = (await KnowAsync(1), await KnowAsync(2), TestNode.IdOf(3));
        Node.Searches.Answer(first, Match(1));
        Node.Searches.Answer(second, Match(1), Match(2));
        Node.Holders[HashOf(1)] = new TrackHolders(Guid.NewGuid(), IsLocal: true, [third]);

        await ReadAllAsync();
        var hits = (await ReadAsync()).Hits;

        Assert.Equal([HashOf(1).ToString(), HashOf(2).ToString()], hits.Select(hit => hit.Hash));
        Assert.True(hits[0].IsLocal);
        Assert.Equal(Node.Holders[HashOf(1)].Id, hits[0].TrackId);
        Assert.Equal(TestNode.IdOf(0).ToString(), hits[0].Holders[0]);
        Assert.Equal(new[] { first, second, third }.Order().Select(id => id.ToString()), hits[0].Holders[1..].Order());
    }

    [Fact]
    public async Task What_the_catalogue_here_says_of_a_track_beats_what_peers_say()
    {
        var peer = await KnowAsync(1);
        var gate = Node.Index.Gate = new TaskCompletionSource();
        Node.Searches.Answer(peer, Match(1, "Queen by a peer"));
        AddOwn(1, isLocal: false);
        await ReadAsync();
        await Node.AdvanceAsync(TimeSpan.Zero);
        Assert.Equal("Queen by a peer", Assert.Single((await ReadAsync()).Hits).Title);

        Node.Index.Gate = null;
        gate.SetResult();
        var (hits, _) = await ReadAllAsync();

        Assert.Equal(("Queen 1", "Ours"), (Assert.Single(hits).Title, hits[0].ArtistName));
    }

    [Fact]
    public async Task Tracks_come_by_this_node_s_own_reckoning_and_those_that_do_not_match_at_the_end_in_the_peer_s_order()
    {
        var peer = await KnowAsync(1);
        Node.Searches.Answer(peer, Match(1, "Something"), Match(2, "Anything"), Match(3, "Other", artist: "Queen"), Match(4, "Queen"));

        await ReadAllAsync();
        var hits = (await ReadAsync()).Hits;

        Assert.Equal([4, 3, 1, 2], hits.Select(hit => Enumerable.Range(1, 4).Single(number => HashOf(number).ToString() == hit.Hash)));
        Assert.Equal([0, 0], hits[2..].Select(hit => hit.Relevance));
        Assert.True(hits[0].Relevance > hits[1].Relevance && hits[1].Relevance > 0);
    }

    [Fact]
    public async Task Of_one_peer_no_more_is_taken_than_it_was_asked_for()
    {
        var peer = await KnowAsync(1);
        Node.Searches.Answer(peer, [.. Enumerable.Range(0, SearchLimits.MaxMatchesOfPeer + 50).Select(number => Match(number))]);

        await ReadAllAsync();

        Assert.Equal(SearchLimits.MaxMatchesOfPeer, (await ReadAsync()).Hits.Length);
        Assert.Equal(SearchLimits.MaxMatchesOfPeer, Node.SearchLoad.Hits);
    }

    [Fact]
    public async Task Of_all_peers_together_no_more_is_kept_than_the_bound()
    {
        Node.SearchOptions = new SearchOptions { Peers = 30 };
        await Node.RestartAsync();
        for (var number = 0; number < 30; number++)
        {
            var first = number * SearchLimits.MaxMatchesOfPeer;
            Node.Searches.Answer(
                await KnowAsync(number + 1), [.. Enumerable.Range(first, SearchLimits.MaxMatchesOfPeer).Select(hash => Match(hash))]);
        }

        await ReadAllAsync();

        Assert.Equal(SearchLimits.MaxHits, (await ReadAsync()).Hits.Length);
    }

    [Fact]
    public async Task A_peer_that_is_blocked_while_it_is_asked_adds_nothing()
    {
        var peer = await KnowAsync(1);
        var later = Node.Searches.AnswerLater(peer);
        await ReadAsync();
        Node.Blocks.Block(peer);
        later.SetResult([Match(1)]);

        var (hits, last) = await ReadAllAsync();

        Assert.Empty(hits);
        Assert.Equal((1, 0, 1), (last.Asked, last.Answered, last.Failed));
    }

    [Fact]
    public async Task What_a_peer_alone_answered_that_was_blocked_since_does_not_appear_and_it_is_no_holder_any_more()
    {
        var (blocked, other) = (await KnowAsync(1), await KnowAsync(2));
        Node.Searches.Answer(blocked, Match(1), Match(2));
        Node.Searches.Answer(other, Match(2));
        await ReadAllAsync();
        Node.Blocks.Block(blocked);

        var hit = Assert.Single((await ReadAsync()).Hits);

        Assert.Equal([other.ToString()], hit.Holders);
    }

    [Fact]
    public async Task Where_the_block_list_cannot_be_read_answers_of_peers_are_left_out_and_that_is_said()
    {
        Node.Searches.Answer(await KnowAsync(1), Match(1));
        AddOwn(2, isLocal: true, TestNode.IdOf(1));
        await ReadAllAsync();
        Node.Blocks.Faults.IsFailing = true;

        var progress = await ReadAsync();

        Assert.Equal([TestNode.IdOf(0).ToString()], Assert.Single(progress.Hits).Holders);
        Assert.Contains("blocked cannot be read", (await ReadAsync()).Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_catalogue_that_fails_is_named_and_peers_answer_all_the_same()
    {
        Node.Searches.Answer(await KnowAsync(1), Match(1));
        Node.Index.Faults.IsFailing = true;

        var (hits, last) = await ReadAllAsync();

        Assert.Single(hits);
        Assert.Contains("catalogue of this node could not be searched", last.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_choice_of_peers_that_fails_is_named_and_the_catalogue_answers_all_the_same()
    {
        AddOwn(1, isLocal: true);
        Node.PeerStore.AreListsFailing = true;

        var (hits, last) = await ReadAllAsync();

        Assert.Single(hits);
        Assert.Equal(0, last.Asked);
        Assert.Contains("64 of 64 parts", last.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_it_cannot_be_read_what_is_in_the_catalogue_peers_are_named_all_the_same()
    {
        Node.Searches.Answer(await KnowAsync(1), Match(1));
        Node.CatalogueFaults.IsFailing = true;

        var (hits, last) = await ReadAllAsync();

        Assert.Single(hits);
        Assert.NotNull(last.Failure);
    }

    [Theory]
    [InlineData(PeerReply.Unreachable)]
    [InlineData(PeerReply.TimedOut)]
    [InlineData(PeerReply.BadAnswer)]
    [InlineData(PeerReply.NotAsked)]
    public async Task A_peer_that_fails_is_counted_and_costs_its_own_answer_alone(PeerReply reply)
    {
        Node.Searches.Fail(await KnowAsync(1), reply);
        Node.Searches.Answer(await KnowAsync(2), Match(2));

        var (hits, last) = await ReadAllAsync();

        Assert.Single(hits);
        Assert.Equal((2, 1, 1), (last.Asked, last.Answered, last.Failed));
    }

    [Fact]
    public async Task Who_found_something_is_asked_before_others_the_next_time()
    {
        Node.SearchOptions = new SearchOptions { Peers = 2 };
        await Node.RestartAsync();
        Node.Searches.Answer(await KnowAsync(1));
        Node.Searches.Answer(await KnowAsync(2), Match(2));
        var third = await KnowAsync(3);
        await ReadAllAsync();

        await ReadAllAsync("queen live");

        Assert.Equal([TestNode.IdOf(2), third], Node.Searches.Asked.Skip(2).Select(asked => asked.Peer));
    }
}
