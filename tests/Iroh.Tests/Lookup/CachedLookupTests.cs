using System.Threading.Channels;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.Lookup;

public sealed class CachedLookupTests : IAsyncDisposable
{
    private readonly ManualTime _time = new();
    private readonly Source _first = new("first");
    private readonly Source _second = new("second");
    private readonly CachedLookup _lookup;

    public CachedLookupTests() => _lookup = new CachedLookup([_first, _second], _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _lookup.DisposeAsync();

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task All_are_asked_at_once_and_their_answers_merged_in_order()
    {
        var found = FindAsync();
        var (first, second) = (await _first.TakeAsync(), await _second.TakeAsync());
        second.Answer("192.0.2.1:1,192.0.2.2:2,https://b.example/");
        first.Answer("192.0.2.2:2,192.0.2.3:3,https://a.example/");
        Assert.Equal(Address("192.0.2.2:2,192.0.2.3:3,192.0.2.1:1,https://a.example/,https://b.example/"), (await found).ToString());
        Assert.Equal("first, second", _lookup.Name);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Answers_are_merged_within_the_caps_of_an_address()
    {
        var found = FindAsync();
        (await _first.TakeAsync()).Answer(string.Join(',', Enumerable.Range(1, 12).Select(port => $"192.0.2.1:{port}").Concat(Enumerable.Range(1, 3).Select(port => $"https://a.example:{port}/"))));
        (await _second.TakeAsync()).Answer(string.Join(',', Enumerable.Range(1, 12).Select(port => $"192.0.2.2:{port}").Concat(Enumerable.Range(1, 3).Select(port => $"https://b.example:{port}/"))));
        var address = await found;
        Assert.Equal((NodeAddress.MaxHosts, NodeAddress.MaxRelays), (address.Hosts.Count, address.Relays.Count));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task One_that_fails_hides_nothing_of_what_another_finds()
    {
        var found = FindAsync();
        (await _first.TakeAsync()).Fail();
        (await _second.TakeAsync()).Answer("192.0.2.1:1");
        Assert.Equal(Address("192.0.2.1:1"), (await found).ToString());
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task It_is_unknown_where_a_node_is_while_one_fails_and_nobody_finds_it()
    {
        for (var round = 0; round < 2; round++)
        {
            var found = FindAsync();
            (await _first.TakeAsync()).Answer(null);
            (await _second.TakeAsync()).Fail();
            Assert.Contains("second: no network", (await Assert.ThrowsAsync<IOException>(() => found)).Message, StringComparison.Ordinal);
        }
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task What_was_found_is_kept_as_long_as_its_records_live()
    {
        await FindAsync("192.0.2.1:1");
        _time.Advance(CachedLookup.FoundLifetime - TimeSpan.FromTicks(1));
        Assert.False((await FindAsync()).IsEmpty);
        _time.Advance(TimeSpan.FromTicks(1));
        await FindAsync("192.0.2.2:2");
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task That_nobody_knows_a_node_is_kept_for_a_moment()
    {
        await FindAsync(null);
        _time.Advance(CachedLookup.UnknownLifetime - TimeSpan.FromTicks(1));
        Assert.True((await FindAsync()).IsEmpty);
        _time.Advance(TimeSpan.FromTicks(1));
        await FindAsync("192.0.2.1:1");
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_question_under_way_is_asked_once_and_goes_on_when_one_that_asked_gives_up()
    {
        using var cancel = new CancellationTokenSource();
        var one = _lookup.FindAsync(Node, cancel.Token);
        var others = Enumerable.Range(0, 8).Select(_ => FindAsync()).ToList();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        (await _first.TakeAsync()).Answer("192.0.2.1:1");
        (await _second.TakeAsync()).Answer(null);
        Assert.All(await Task.WhenAll(others), address => Assert.Equal(Address("192.0.2.1:1"), address.ToString()));
        Assert.Equal((1, 1), (_first.Asked, _second.Asked));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task What_is_found_is_given_out_soon_and_what_comes_late_is_in_the_next_answer()
    {
        var found = FindAsync();
        (await _first.TakeAsync()).Answer("192.0.2.1:1");
        var late = await _second.TakeAsync();
        await Waiting.UntilAsync(() => _time.HasTimerIn(CachedLookup.GracePeriod), Token);
        Assert.False(found.IsCompleted);
        _time.Advance(CachedLookup.GracePeriod);
        Assert.Equal(Address("192.0.2.1:1"), (await found).ToString());

        late.Answer("192.0.2.2:2");
        await Waiting.UntilAsync(async () => (await FindAsync()).Hosts.Count == 2, Token);
        Assert.Equal((1, 1), (_first.Asked, _second.Asked));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task One_that_does_not_answer_is_given_up_in_time()
    {
        var found = FindAsync();
        (await _first.TakeAsync()).Answer(null);
        await _second.TakeAsync();
        _time.Advance(CachedLookup.AnswerLimit);
        Assert.Contains("second: No answer within 7 seconds.", (await Assert.ThrowsAsync<IOException>(() => found)).Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Each_can_be_asked_for_its_own_answer()
    {
        await FindAsync("192.0.2.9:9");
        var each = _lookup.FindEachAsync(Node, Token);
        var (first, second) = (await _first.TakeAsync(), await _second.TakeAsync());
        _time.Advance(TimeSpan.FromSeconds(1));
        first.Answer("192.0.2.1:1");
        second.Fail();
        var results = await each;
        Assert.Equal(["first", "second"], results.Select(result => result.Name));
        Assert.Equal([Address("192.0.2.1:1"), null], results.Select(result => result.Address?.ToString()));
        Assert.Equal([null, "no network"], results.Select(result => result.Problem));
        Assert.All(results, result => Assert.Equal(TimeSpan.FromSeconds(1), result.Elapsed));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task So_many_nodes_are_looked_up_at_once_and_further_ones_wait()
    {
        await using var lookup = new CachedLookup([_first], _time);
        var found = Enumerable.Range(0, CachedLookup.MaxQuestions + 8).Select(_ => lookup.FindAsync(SecretKey.Generate().NodeId, Token)).ToList();
        for (var answered = 0; answered < found.Count; answered++)
        {
            var question = await _first.TakeAsync();
            Assert.InRange(_first.Asked, answered + 1, CachedLookup.MaxQuestions + answered);
            question.Answer("192.0.2.1:1");
        }

        Assert.All(await Task.WhenAll(found), address => Assert.False(address.IsEmpty));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task What_is_under_way_ends_with_it()
    {
        var found = FindAsync();
        await _first.TakeAsync();
        await _lookup.DisposeAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => found);
        await Assert.ThrowsAsync<ObjectDisposedException>(FindAsync);
        Assert.True(_first.WasCancelled);
    }

    [Fact]
    public void A_full_map_forgets_what_was_set_longest_ago()
    {
        var map = new BoundedMap<int, string>(2);
        map.Set(1, "a");
        map.Set(2, "b");
        map.Set(1, "c");
        map.Set(3, "d");
        Assert.False(map.TryGet(2, out _));
        Assert.True(map.TryGet(1, out var one) && map.TryGet(3, out _));
        Assert.Equal(("c", 2), (one, map.Count));
    }

    private static NodeId Node { get; } = SecretKey.Generate().NodeId;

    private static string Address(string places) => $"{Node}@{places}";

    private Task<NodeAddress> FindAsync() => _lookup.FindAsync(Node, Token);

    /// <summary>Asks, has the first answer with these places and the second with none, and sees that both were asked.</summary>
    private async Task FindAsync(string? places)
    {
        var found = FindAsync();
        (await _second.TakeAsync()).Answer(null);
        (await _first.TakeAsync()).Answer(places);
        Assert.Equal(places is null ? Node.ToString() : Address(places), (await found).ToString());
    }

    private sealed class Source(string name) : IAddressLookup
    {
        private readonly Channel<Question> _questions = Channel.CreateUnbounded<Question>();
        private int _asked;

        public string Name => name;

        public int Asked => Volatile.Read(ref _asked);

        public bool WasCancelled { get; private set; }

        public async Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken)
        {
            var question = new Question(node);
            Interlocked.Increment(ref _asked);
            _questions.Writer.TryWrite(question);
            try
            {
                return await question.Source.Task.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                WasCancelled = true;
                throw;
            }
        }

        /// <summary>The next question.</summary>
        public ValueTask<Question> TakeAsync() => _questions.Reader.ReadAsync(Token);
    }

    private sealed class Question(NodeId node)
    {
        public TaskCompletionSource<NodeAddress> Source { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Answer(string? places) => Source.SetResult(places is null ? new NodeAddress(node) : NodeAddress.Parse($"{node}@{places}"));

        public void Fail() => Source.SetException(new IOException("no network"));
    }
}
