using System.Threading.Channels;
using SoundTime.Grains.Tracks;
using SoundTime.Iroh;
using SoundTime.Storage.Health;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>Holders that die, stall and lie while somebody listens, and others that hold the same track.</summary>
public sealed class RepairTests : IAsyncLifetime
{
    private const int Length = 2_500_000;

    /// <summary>Where bad holders begin to be bad.</summary>
    private const int Middle = 1_200_000;

    private static readonly byte[] Bytes = Music.Bytes(Length);
    private static readonly BlobHash Hash = Music.HashOf(Bytes);

    private readonly List<TestPeer> _peers = [];
    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync() => _node = await PeerNode.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_holder_that_is_killed_in_the_middle_is_replaced_and_the_listener_hears_exactly_the_track()
    {
        var forever = new TaskCompletionSource();
        var killed = await AddAsync(isProven: true, async stream =>
        {
            await SendAsync(stream, Bytes, Middle);
            await forever.Task;
        });
        await AddAsync(isProven: true, SendTrackAsync);
        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);
        var heard = new byte[Middle - 1];
        await listener.ReadExactlyAsync(heard, Cancellation);

        await killed.Endpoint.DisposeAsync();
        forever.SetResult();

        Assert.True(heard.Concat(await ReadAsync(listener)).SequenceEqual(Bytes));
        await AssertEndAsync(_peers[1], (killed, CopyFailure.BrokeOff));
        await AssertKeptAsync();
    }

    [Fact]
    public async Task A_holder_that_falls_silent_is_replaced_after_ten_seconds()
    {
        var forever = new TaskCompletionSource();
        var silent = await AddAsync(isProven: true, async stream =>
        {
            await SendAsync(stream, Bytes, Middle);
            await forever.Task;
        });
        var other = await AddAsync(isProven: false, SendTrackAsync);
        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);
        var heard = new byte[Middle];
        await listener.ReadExactlyAsync(heard, Cancellation);

        var rest = ReadAsync(listener);
        // No farther: the other one is waited for by the same clock.
        await Node.UntilAsync(() =>
        {
            Node.Time.Advance(TimeSpan.FromSeconds(1));
            return Node.Warnings.Any(line => line.Contains("broke off", StringComparison.Ordinal));
        });

        Assert.True(heard.Concat(await rest).SequenceEqual(Bytes));
        forever.SetResult();
        await AssertEndAsync(other, (silent, CopyFailure.Stalled));
    }

    [Fact]
    public async Task A_holder_that_sends_one_byte_a_second_is_replaced_though_it_is_never_silent()
    {
        var bytes = Channel.CreateUnbounded<int>();
        var slow = await AddAsync(isProven: true, async stream =>
        {
            await SendAsync(stream, Bytes, Middle);
            await foreach (var position in bytes.Reader.ReadAllAsync(Cancellation))
            {
                await stream.WriteAsync(Bytes.AsMemory(position, 1), Cancellation);
            }
        });
        var other = await AddAsync(isProven: true, SendTrackAsync);
        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);
        var heard = new byte[Middle];
        await listener.ReadExactlyAsync(heard, Cancellation);
        var rest = new List<byte>();
        // Only the seconds count in which it is waited for.
        for (var second = 0; other.Waiting == 0; second++)
        {
            Node.Time.Advance(TimeSpan.FromSeconds(1));
            await bytes.Writer.WriteAsync(Middle + second, Cancellation);
            var one = new byte[1];
            await listener.ReadExactlyAsync(one, Cancellation);
            rest.AddRange(one);
        }

        bytes.Writer.Complete();

        Assert.True(heard.Concat(rest).Concat(await ReadAsync(listener)).SequenceEqual(Bytes));
        await AssertEndAsync(other, (slow, CopyFailure.Stalled));
    }

    public static TheoryData<string> Lies => ["other bytes", "too few", "too many", "a wrong last byte", "another length"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Nobody_hears_a_wrong_byte_that_a_right_copy_can_replace_and_the_strike_is_the_liars(string lie)
    {
        var liar = await AddAsync(isProven: false, stream => SendLieAsync(stream, lie));
        var right = await AddAsync(isProven: false, SendTrackAsync);

        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);

        Assert.True((await ReadAsync(listener)).AsSpan().SequenceEqual(Bytes));
        await AssertEndAsync(right, (liar, CopyFailure.WrongBytes));
        await AssertKeptAsync();
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_liar_that_goes_on_for_a_holder_that_broke_off_is_not_heard_where_another_can_follow(string lie)
    {
        var broken = await AddAsync(isProven: true, BreakOffAsync);
        var liar = await AddAsync(isProven: false, stream => SendLieAsync(stream, lie));
        var right = await AddAsync(isProven: false, SendTrackAsync);

        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);

        Assert.True((await ReadAsync(listener)).AsSpan().SequenceEqual(Bytes));
        await AssertEndAsync(right, (broken, CopyFailure.BrokeOff), (liar, CopyFailure.WrongBytes));
    }

    [Fact]
    public async Task A_listener_that_has_heard_what_is_wrong_is_told_and_one_that_has_not_hears_exactly_the_track()
    {
        var wrong = Bytes.ToArray();
        wrong.AsSpan(1_000_000).Reverse();
        var heard = new TaskCompletionSource();
        var liar = await AddAsync(isProven: true, async stream =>
        {
            await SendAsync(stream, wrong, Middle);
            await heard.Task;
            stream.AbortWrite(5);
        });
        var right = await AddAsync(isProven: true, SendTrackAsync);
        await using var ahead = await Node.Fetches.OpenAsync(Hash, Cancellation);
        await using var behind = await Node.Fetches.OpenAsync(Hash, Cancellation);
        await ahead.ReadExactlyAsync(new byte[1_100_000], Cancellation);
        await behind.ReadExactlyAsync(new byte[900_000], Cancellation);

        heard.SetResult();

        await Assert.ThrowsAsync<IOException>(() => ReadAsync(ahead));
        Assert.True((await ReadAsync(behind)).AsSpan().SequenceEqual(Bytes.AsSpan(900_000)));
        await AssertEndAsync(right, (liar, CopyFailure.WrongBytes));
        await AssertKeptAsync();
    }

    [Fact]
    public async Task A_proven_holder_that_sends_a_wrong_track_is_followed_for_those_who_have_not_heard_it()
    {
        var wrong = Bytes.ToArray();
        wrong[^2] ^= 1;
        var liar = await AddAsync(isProven: true, stream => SendAsync(stream, wrong, Length));
        var right = await AddAsync(isProven: false, SendTrackAsync);
        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);
        var heard = new byte[1_000_000];
        await listener.ReadExactlyAsync(heard, Cancellation);

        await Node.Fetches.WhenIdleAsync(Cancellation);

        Assert.True(heard.Concat(await ReadAsync(listener)).SequenceEqual(Bytes));
        await AssertEndAsync(right, (liar, CopyFailure.WrongBytes));
    }

    [Fact]
    public async Task A_holder_that_broke_off_is_asked_once_more_when_no_other_is_left()
    {
        var asked = 0;
        var once = await AddAsync(isProven: false, stream => asked++ == 0 ? BreakOffAsync(stream) : SendTrackAsync(stream));
        var without = await AddAsync(isProven: false, stream => stream.WriteAsync(TestPeer.Header(0), Cancellation).AsTask());

        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);

        Assert.True((await ReadAsync(listener)).AsSpan().SequenceEqual(Bytes));
        await AssertEndAsync(once);
        Assert.Equal((2, 1), (once.Waiting, without.Waiting));
    }

    [Fact]
    public async Task Two_holders_that_break_off_are_asked_twice_and_no_more()
    {
        var first = await AddAsync(isProven: true, BreakOffAsync);
        var second = await AddAsync(isProven: true, BreakOffAsync);

        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);
        await Assert.ThrowsAsync<IOException>(() => ReadAsync(listener));

        await AssertEndAsync(null, (first, CopyFailure.BrokeOff), (second, CopyFailure.BrokeOff));
        Assert.Equal((2, 2), (first.Waiting, second.Waiting));
        Assert.False(Node.Blobs.Contains(Hash));
    }

    [Fact]
    public async Task A_holder_of_another_size_is_asked_last_and_a_right_one_then_serves_those_who_come_later()
    {
        var wrong = Bytes[..^1];
        var hasEnded = new TaskCompletionSource();
        var liar = await AddAsync(isProven: true, stream => SendAsync(stream, wrong, wrong.Length), size: wrong.Length);
        var right = await AddAsync(isProven: true, async stream =>
        {
            await hasEnded.Task;
            await SendTrackAsync(stream);
        });
        await using var early = await Node.Fetches.OpenAsync(Hash, Cancellation);
        await early.ReadExactlyAsync(new byte[100], Cancellation);
        await right.NextAsync<FetchTrack>();
        hasEnded.SetResult();

        await Assert.ThrowsAsync<IOException>(() => ReadAsync(early));
        await Node.Fetches.WhenIdleAsync(Cancellation);
        await AssertEndAsync(right, (liar, CopyFailure.WrongBytes));
        await AssertKeptAsync();
    }

    private async Task<TestPeer> AddAsync(bool isProven, Func<IrohStream, Task> answer, int size = Length)
    {
        var peer = new TestPeer((_, stream, message) => message is FetchTrack ? answer(stream) : Task.CompletedTask);
        _peers.Add(peer);
        await Node.LearnAsync(peer, Hash, size);
        // Copies are listed in the order of these times.
        Node.Time.Advance(TimeSpan.FromMilliseconds(1));
        if (isProven)
        {
            Node.Proven.Add(peer.Id);
        }

        return peer;
    }

    private static Task SendTrackAsync(IrohStream stream) => SendAsync(stream, Bytes, Length);

    private static async Task BreakOffAsync(IrohStream stream)
    {
        await SendAsync(stream, Bytes, Middle);
        stream.AbortWrite(5);
    }

    private static Task SendLieAsync(IrohStream stream, string lie) => lie switch
    {
        "other bytes" => SendAsync(stream, Music.Bytes(Length, seed: 2), Length),
        "too few" => SendAsync(stream, Bytes, Length - 1),
        "too many" => SendAsync(stream, [.. Bytes, 0], Length + 1, said: Length),
        "a wrong last byte" => SendAsync(stream, [.. Bytes[..^1], (byte)~Bytes[^1]], Length),
        _ => SendAsync(stream, [.. Bytes, 0], Length + 1),
    };

    private static async Task SendAsync(IrohStream stream, byte[] bytes, int count, int? said = null)
    {
        await stream.WriteAsync(TestPeer.Header((uint)(said ?? Math.Max(count, bytes.Length))), Cancellation);
        await stream.WriteAsync(bytes.AsMemory(0, count), Cancellation);
    }

    private async Task AssertEndAsync(TestPeer? deliverer, params (TestPeer Peer, CopyFailure Failure)[] failed)
    {
        var end = Assert.IsType<FetchEnd>((await Node.Grains.NextAsync(nameof(ITrackGrain.EndFetchAsync))).Argument);
        Assert.Equal((deliverer is null ? FetchOutcome.NoneDelivered : FetchOutcome.Delivered, deliverer?.Id.ToString()), (end.Outcome, end.Peer));
        Assert.Equal(
            failed.Select(copy => new FailedCopy(copy.Peer.Id.ToString(), copy.Failure)),
            Node.Grains.All.Where(call => call.Name == nameof(ITrackGrain.CopyFailedAsync)).Select(call => call.Argument));
    }

    private async Task AssertKeptAsync()
    {
        await using var kept = Node.Blobs.OpenRead(Hash)!;
        Assert.True((await ReadAsync(kept)).AsSpan().SequenceEqual(Bytes));
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }
}
