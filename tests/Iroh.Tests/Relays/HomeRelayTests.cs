using SoundTime.Iroh.Relays;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>Which of several relays a node is reached through.</summary>
public sealed class HomeRelayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly ManualTime _time = new();

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_node_without_relays_has_no_home()
    {
        await using var node = new RelayedNode([]);
        Assert.Null(node.Transport.Home);
        Assert.Empty(node.Transport.Statuses);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task The_first_relay_that_answers_is_used_while_others_are_still_waited_for()
    {
        await using var slow = await TestRelay.StartAsync();
        await using var quick = await TestRelay.StartAsync();
        var answer = new TaskCompletionSource();
        slow.Ping = _ => answer.Task;
        await using var node = new RelayedNode(slow, quick);
        await node.UntilHomeIs(quick);
        answer.SetResult();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_answers_but_takes_nobody_does_not_become_the_home()
    {
        await using var bad = await TestRelay.StartAsync();
        await using var good = await TestRelay.StartAsync();
        var tried = new TaskCompletionSource();
        bad.Serve = async visit =>
        {
            tried.TrySetResult();
            await visit.SendAsync([3, 2, .. "no"u8]);
            await visit.WaitForEndAsync();
        };
        good.Ping = _ => tried.Task;
        await using var node = new RelayedNode(bad, good);
        await node.UntilHomeIs(good);
        Assert.Equal([good.Url], node.Homes);
        Assert.Equal(RelayState.Denied, node.Status(bad.Url).State);
        Assert.Equal([good.Url, bad.Url], node.Transport.Statuses.Select(status => status.Url));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_much_nearer_relay_takes_over()
    {
        await using var far = await TestRelay.StartAsync();
        await using var near = await TestRelay.StartAsync();
        await using var node = StartWithLatencies(far, TimeSpan.FromMilliseconds(300), near, TimeSpan.FromMilliseconds(100));
        await node.UntilHomeIs(near);
        Assert.Equal([far.Url, near.Url], node.Homes);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_relay_that_is_little_nearer_does_not_take_over_before_the_home_is_lost()
    {
        await using var far = await TestRelay.StartAsync();
        await using var near = await TestRelay.StartAsync();
        await using var node = StartWithLatencies(far, TimeSpan.FromMilliseconds(300), near, TimeSpan.FromMilliseconds(250));
        await node.UntilHomeIs(far);
        await Waiting.UntilAsync(() => node.Status(near.Url).Latency is not null && _time.HasTimerIn(RelayLimits.CompareInterval), Token);
        Assert.Equal([far.Url], node.Homes);
        far.Refuse = context =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        far.Ping = far.Refuse;
        far.Drop();
        await Waiting.UntilAsync(() => _time.HasTimerIn(RelayLimits.HomePatience), Token);
        _time.Advance(RelayLimits.HomePatience);
        await node.UntilHomeIs(near);
        Assert.Equal([far.Url, null, near.Url], node.Homes);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task The_search_goes_on_until_a_relay_can_be_used()
    {
        await using var relay = await TestRelay.StartAsync();
        var works = false;
        relay.Ping = context =>
        {
            context.Response.StatusCode = Volatile.Read(ref works) ? 200 : 404;
            return Task.CompletedTask;
        };
        await using var node = new RelayedNode(relay);
        await node.UntilProblem(relay.Url, "HTTP status 404");
        Assert.Null(node.Transport.Home);
        Volatile.Write(ref works, true);
        await node.UntilHomeIs(relay);
        Assert.Null(node.Status(relay.Url).Problem);
    }

    /// <summary>
    /// Has the clock move while a relay is measured, which is its second answer. The near one answers only once the far one is the home, so that no measurement
    /// falls into another.
    /// </summary>
    private RelayedNode StartWithLatencies(TestRelay far, TimeSpan farLatency, TestRelay near, TimeSpan nearLatency)
    {
        RelayedNode? node = null;
        var (farAnswers, nearAnswers) = (0, 0);
        far.Ping = _ =>
        {
            Count(ref farAnswers, farLatency);
            return Task.CompletedTask;
        };
        near.Ping = async _ =>
        {
            await Waiting.UntilAsync(() => Volatile.Read(ref node)?.Homes.Contains(far.Url) == true, Token);
            Count(ref nearAnswers, nearLatency);
        };
        Volatile.Write(ref node, new RelayedNode([new RelayServer(far.Url), new RelayServer(near.Url)], _time));
        return node;

        void Count(ref int answers, TimeSpan latency)
        {
            if (++answers == 2)
            {
                _time.Advance(latency);
            }
        }
    }
}
