using SoundTime.Storage.Blocking;
using SoundTime.Storage.Tests.Support;
using SoundTime.Wire;

namespace SoundTime.Storage.Tests.Blocking;

/// <summary>What every block list promises.</summary>
public abstract class BlockListConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private IBlockList Blocks => Stores.Blocks;

    [Fact]
    public async Task An_entry_is_kept_as_it_was_written()
    {
        var added = await Blocks.AddAsync(new BlockRequest(" Bad.Example ", "Spam – \U0001F3B5"), Cancel);

        Assert.NotNull(added);
        Assert.Equal(new BlockedDomain(added.Id, " Bad.Example ", "Spam – \U0001F3B5", Time.GetUtcNow()), added);
        Assert.Equal(added, await Blocks.FindAsync(added.Id, Cancel));
        Assert.Equal([added], await Blocks.ListAsync(Cancel));
        Assert.Null(await Blocks.FindAsync(Guid.NewGuid(), Cancel));
    }

    [Fact]
    public async Task Entries_are_listed_newest_first()
    {
        foreach (var domain in (string[])["b", "c", "a"])
        {
            await AddAsync(domain);
        }

        Assert.Equal(["a", "c", "b"], (await Blocks.ListAsync(Cancel)).Select(entry => entry.Domain));
    }

    [Fact]
    public async Task A_domain_is_there_once_and_its_first_reason_stays()
    {
        var first = await Blocks.AddAsync(new BlockRequest("bad.example", "First"), Cancel);

        Assert.Null(await Blocks.AddAsync(new BlockRequest("bad.example", "Second"), Cancel));
        Assert.NotNull(await Blocks.AddAsync(new BlockRequest("BAD.example", null), Cancel));

        Assert.Equal(first, await Blocks.FindAsync(first!.Id, Cancel));
        Assert.Equal(2, (await Blocks.ListAsync(Cancel)).Count);
    }

    [Fact]
    public async Task A_peer_is_blocked_by_exactly_its_id()
    {
        var id = Sample.Node(1).ToString();
        foreach (var near in (string[])[id.ToUpperInvariant(), id[..63], id + " ", "p2p://" + id, Sample.Node(2).ToString()])
        {
            await AddAsync(near);
        }

        Assert.False(await Blocks.IsBlockedAsync(Sample.Node(1), Cancel));
        await AddAsync(id);
        Assert.True(await Blocks.IsBlockedAsync(Sample.Node(1), Cancel));
    }

    [Fact]
    public async Task Of_many_peers_the_blocked_ones_are_found_at_once()
    {
        NodeId[] all = [.. Enumerable.Range(0, 1_200).Select(Sample.Node)];
        NodeId[] blocked = [all[0], all[7], all[1_199]];
        await Blocks.AddAsync([.. blocked.Select(peer => new BlockRequest(peer.ToString(), null))], Cancel);
        await AddAsync(Sample.Node(5_000).ToString());

        Assert.Equal(blocked.ToHashSet(), (await Blocks.FindBlockedAsync(all, Cancel)).ToHashSet());
        Assert.Empty(await Blocks.FindBlockedAsync([all[1]], Cancel));
        Assert.Empty(await Blocks.FindBlockedAsync([], Cancel));
    }

    [Fact]
    public async Task What_is_removed_is_answered_and_does_not_block_any_more()
    {
        var added = await AddAsync(Sample.Node(1).ToString());

        Assert.Equal(added, await Blocks.RemoveAsync(added.Id, Cancel));

        Assert.Null(await Blocks.RemoveAsync(added.Id, Cancel));
        Assert.False(await Blocks.IsBlockedAsync(Sample.Node(1), Cancel));
        Assert.Empty(await Blocks.ListAsync(Cancel));
        Assert.NotNull(await Blocks.AddAsync(new BlockRequest(added.Domain, null), Cancel));
    }

    [Fact]
    public async Task Of_many_entries_those_are_added_that_were_not_there_and_repeats_count_once()
    {
        var known = await AddAsync("known.example");
        BlockRequest[] requests = [new("one.example", "1"), new("known.example", "new"), new("two.example", null), new("one.example", "again")];

        var added = await Blocks.AddAsync(requests, Cancel);

        Assert.Equal([("one.example", "1"), ("two.example", null)], added.Select(entry => (entry.Domain, entry.Reason)));
        Assert.Equal(3, (await Blocks.ListAsync(Cancel)).Count);
        Assert.Equal(known, await Blocks.FindAsync(known.Id, Cancel));
        Assert.All(added, entry => Assert.Equal(Time.GetUtcNow(), entry.CreatedAt));
        Assert.Empty(await Blocks.AddAsync(requests, Cancel));
        Assert.Empty(await Blocks.AddAsync((BlockRequest[])[], Cancel));
    }

    [Fact]
    public async Task Of_many_that_block_the_same_at_once_one_succeeds()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Blocks.AddAsync(new BlockRequest("bad.example", null), Cancel)));

        Assert.Equal(Assert.Single(answers, answer => answer is not null), Assert.Single(await Blocks.ListAsync(Cancel)));
    }

    [Fact]
    public async Task Lists_that_are_imported_at_once_in_different_orders_are_all_there()
    {
        BlockRequest[] requests = [.. Enumerable.Range(0, 100).Select(number => new BlockRequest($"{number}.example", null))];

        var added = await Task.WhenAll(Blocks.AddAsync(requests, Cancel), Blocks.AddAsync([.. requests.Reverse()], Cancel));

        Assert.Equal(100, added.Sum(entries => entries.Count));
        Assert.Equal(100, (await Blocks.ListAsync(Cancel)).Count);
    }

    [Fact]
    public async Task Who_is_blocked_stays_so_over_a_restart()
    {
        var added = await AddAsync(Sample.Node(1).ToString());

        await ReopenAsync();

        Assert.True(await Blocks.IsBlockedAsync(Sample.Node(1), Cancel));
        Assert.Equal([added], await Blocks.ListAsync(Cancel));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_an_error_and_never_reads_as_not_blocked() => await AssertUnknownOnceBrokenAsync(
        () => Blocks.IsBlockedAsync(Sample.Node(1), Cancel),
        () => Blocks.FindBlockedAsync([Sample.Node(1)], Cancel),
        () => Blocks.ListAsync(Cancel),
        () => Blocks.FindAsync(Guid.Empty, Cancel),
        () => Blocks.AddAsync(new BlockRequest("a", null), Cancel),
        () => Blocks.AddAsync([new BlockRequest("a", null)], Cancel),
        () => Blocks.RemoveAsync(Guid.Empty, Cancel));

    private async Task<BlockedDomain> AddAsync(string domain)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        return (await Blocks.AddAsync(new BlockRequest(domain, null), Cancel))!;
    }
}
