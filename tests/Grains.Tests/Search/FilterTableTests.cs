using FsCheck;
using FsCheck.Fluent;
using SoundTime.Grains.Search;
using SoundTime.Grains.Tests.Support;
using SoundTime.Wire;
using SoundTime.Wire.Bloom;

namespace SoundTime.Grains.Tests.Search;

public sealed class FilterTableTests : IDisposable
{
    private const int Limit = 10;

    private readonly FilterMemory _memory = new(FilterMemory.DefaultBudget);
    private readonly FilterTable _table;

    public FilterTableTests() => _table = new FilterTable(_memory);

    public void Dispose() => _table.Dispose();

    [Fact]
    public void A_question_goes_to_those_whose_filters_may_hold_an_alternative_of_each_of_its_words()
    {
        Add(1, "bohemian", "rhapsody");
        Add(2, "bohemian");
        Add(3, "rhapsody", "beyoncé");
        Add(4, "rhapsody", "beyonce");

        AssertRouted("bohemian", 1, 2);
        AssertRouted("Bohemian RHAPSODY", 1);
        AssertRouted("beyoncé rhapsody", 3, 4);
        AssertRouted("nobody");
    }

    [Fact]
    public void A_question_of_no_word_that_filters_hold_goes_to_all()
    {
        Add(1, "bohemian");

        AssertRouted("a", 1);
    }

    [Fact]
    public void A_peer_without_a_filter_comes_after_those_whose_filters_say_yes()
    {
        _table.SetOnline(Id(1), true);
        Add(2, "queen");
        Add(3, "abba");

        AssertRouted("queen", 2, 1);
        Assert.Equal([true, false], Route("queen").Select(peer => peer.HasFilter));
    }

    [Fact]
    public void A_peer_that_is_away_is_left_out_and_its_filter_counts_again_when_it_is_back()
    {
        Add(1, "queen");
        _table.SetOnline(Id(1), false);
        AssertRouted("queen");

        _table.SetOnline(Id(1), true);
        AssertRouted("queen", 1);
        AssertRouted("abba");
    }

    [Fact]
    public void The_filter_that_came_last_counts()
    {
        Add(1, "queen");
        Assert.True(_table.TrySetFilter(Id(1), TestFilter.Of("abba")));
        AssertRouted("queen");
        AssertRouted("abba", 1);

        Assert.True(_table.TrySetFilter(Id(1), TestFilter.Of(5_000, "queen")));
        AssertRouted("queen", 1);
        AssertRouted("abba");
    }

    [Fact]
    public void A_peer_that_goes_leaves_all_others_as_they_are()
    {
        foreach (var number in Enumerable.Range(1, 40))
        {
            Add(number, $"word{number}");
        }

        foreach (var number in Enumerable.Range(1, 40).Where(number => number % 3 == 0))
        {
            _table.SetOnline(Id(number), false);
            _table.DropFilter(Id(number));
        }

        Assert.Equal(27, _table.Count);
        Assert.All(Enumerable.Range(1, 40), number => AssertRouted($"word{number}", number % 3 == 0 ? [] : [number]));
    }

    [Fact]
    public void Memory_is_taken_for_the_filters_alone_and_let_go_with_them()
    {
        var filter = TestFilter.Of("queen");
        Add(1, "queen");
        Add(2, "queen");
        Assert.Equal(2 * filter.Bitmap.Length, _memory.Used);

        Add(1, "abba");
        Assert.Equal(2 * filter.Bitmap.Length, _memory.Used);

        _table.DropFilter(Id(1));
        Assert.Equal(filter.Bitmap.Length, _memory.Used);
        _table.Dispose();
        Assert.Equal(0, _memory.Used);
    }

    [Fact]
    public void A_filter_that_is_none_is_not_taken_and_its_peer_may_know()
    {
        var good = TestFilter.Of("abba");
        Add(1, "abba");
        Assert.False(_table.TrySetFilter(Id(1), good with { Bitmap = ReadOnlyMemory<byte>.Empty }));
        AssertRouted("queen", 1);

        Add(1, "abba");
        Assert.False(_table.TrySetFilter(Id(1), good with { Bitmap = new byte[WireLimits.MaxBloomBytes + 1] }));
        Assert.False(_table.TrySetFilter(Id(1), good with { NumHashes = 0 }));
        Assert.False(_table.TrySetFilter(Id(1), good with { NumHashes = WireLimits.MaxBloomHashes + 1 }));
        Assert.False(_table.TrySetFilter(Id(1), good with { NumHashes = int.MinValue }));
        Assert.False(_table.TrySetFilter(Id(1), good with { Keys = [1, 2, 3] }));
        AssertRouted("queen", 1);
        Assert.Equal(0, _memory.Used);
    }

    [Theory]
    [InlineData(0b1111_1111, 32, false)]
    [InlineData(0b1111_1110, 7, true)]
    [InlineData(0b1111_1110, 1, false)]
    [InlineData(0b0101_0101, 1, true)]
    public void A_filter_that_says_yes_to_more_than_half_of_all_terms_is_not_taken(byte octet, int hashes, bool isTaken)
    {
        var bitmap = new byte[1_001];
        Array.Fill(bitmap, octet);

        Assert.Equal(isTaken, _table.TrySetFilter(Id(1), TestFilter.Of() with { Bitmap = bitmap, NumHashes = hashes }));
    }

    [Fact]
    public void What_does_not_fit_into_memory_counts_as_maybe_and_those_away_make_room_for_those_online()
    {
        var size = TestFilter.Of("queen").Bitmap.Length;
        using var table = new FilterTable(new FilterMemory(2 * size));
        foreach (var number in (int[])[1, 2, 3])
        {
            table.SetOnline(Id(number), true);
        }

        Assert.True(table.TrySetFilter(Id(1), TestFilter.Of("queen")));
        Assert.True(table.TrySetFilter(Id(2), TestFilter.Of("abba")));
        Assert.False(table.TrySetFilter(Id(3), TestFilter.Of("abba")));
        Assert.Equal([(1, true), (3, false)], table.Route(BloomQuestion.Parse("queen"), Limit, default).Select(peer => (NumberOf(peer), peer.HasFilter)));

        table.SetOnline(Id(2), false);
        Assert.True(table.TrySetFilter(Id(3), TestFilter.Of("abba")));
        Assert.Equal([1], table.Route(BloomQuestion.Parse("queen"), Limit, default).Select(NumberOf));

        // One that is away takes nobody's memory.
        Assert.False(table.TrySetFilter(Id(2), TestFilter.Of("abba")));
        Assert.Equal([3], table.Route(BloomQuestion.Parse("abba"), Limit, default).Select(NumberOf));
    }

    [Fact]
    public void The_best_are_chosen_and_equals_in_the_order_of_their_ids()
    {
        foreach (var number in (int[])[7, 3, 9, 1, 5])
        {
            Add(number, "queen");
        }

        Assert.Equal([1, 3, 5], Numbers("queen", limit: 3));
        Assert.Empty(Numbers("queen", limit: 0));

        _table.NoteAnswer(Id(9), found: 3, TimeSpan.FromMilliseconds(100), default);
        _table.NoteAnswer(Id(5), found: 3, TimeSpan.FromSeconds(5), default);
        _table.NoteAnswer(Id(1), found: 0, TimeSpan.FromMilliseconds(900), default);
        Assert.Equal([9, 3, 7, 5, 1], Numbers("queen", Limit));
    }

    [Fact]
    public void The_best_of_many_are_those_that_come_first_when_all_are_sorted() => Properties.ForAll(
        Gen.Choose(0, 5).ListOf().SelectMany(scores => Gen.Choose(0, 12).Select(places => (scores, places))),
        drawn =>
        {
            RankedPeer[] all = [.. drawn.scores.Select((score, i) => new RankedPeer(Id(i), i % 3 == 0, score))];
            var best = new BestPeers(new RankedPeer[drawn.places]);
            foreach (var peer in all)
            {
                best.Add(peer);
            }

            var expected = all.OrderByDescending(peer => peer.HasFilter).ThenByDescending(peer => peer.Score).ThenBy(peer => peer.Peer).Take(drawn.places);
            Assert.Equal(expected.Select(peer => peer.Peer.ToString()), best.ToArray().Select(peer => peer.Peer));
        },
        cases: 300);

    private static NodeId Id(int number) => TestNode.IdOf(number);

    private static int NumberOf(RoutedPeer peer) => Enumerable.Range(0, 100).First(number => Id(number).ToString() == peer.Peer);

    private void Add(int number, params string[] terms)
    {
        _table.SetOnline(Id(number), true);
        Assert.True(_table.TrySetFilter(Id(number), TestFilter.Of(terms)));
    }

    private RoutedPeer[] Route(string question) => _table.Route(BloomQuestion.Parse(question), Limit, default);

    private IEnumerable<int> Numbers(string question, int limit) => _table.Route(BloomQuestion.Parse(question), limit, default).Select(NumberOf);

    private void AssertRouted(string question, params int[] peers) => Assert.Equal(peers, Route(question).Select(NumberOf));
}
