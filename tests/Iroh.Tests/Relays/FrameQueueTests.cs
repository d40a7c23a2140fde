using SoundTime.Iroh.Relays;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests.Relays;

/// <summary>The queue that datagrams wait in.</summary>
public sealed class FrameQueueTests
{
    private static readonly RelayUrl Relay = RelayUrl.Parse("http://relay.example/");
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Frames_come_out_whole_and_in_order_whatever_their_lengths(int seed)
    {
        var random = new Random(seed);
        var queue = new FrameQueue(1000, _time);
        var expected = new Queue<byte[]>();
        for (var i = 0; i < 20_000; i++)
        {
            if (random.Next(2) == 0)
            {
                var frame = new byte[random.Next(1, 400)];
                random.NextBytes(frame);
                var cut = random.Next(frame.Length + 1);
                if (queue.TryAdd(Relay, frame.AsSpan(0, cut), frame.AsSpan(cut), out var wasEmpty))
                {
                    Assert.Equal(expected.Count == 0, wasEmpty);
                    expected.Enqueue(frame);
                }
                else
                {
                    Assert.NotEmpty(expected);
                }
            }
            else if (queue.TryTake(out _, out var taken))
            {
                Assert.Equal(expected.Dequeue(), taken.ToArray());
                queue.Release();
            }
            else
            {
                Assert.Empty(expected);
            }
        }
    }

    [Fact]
    public void What_finds_no_room_is_dropped_and_counted()
    {
        var queue = new FrameQueue(100, _time);
        Assert.True(queue.TryAdd(Relay, [], new byte[60], out _));
        Assert.False(queue.TryAdd(Relay, [], new byte[60], out _));
        Assert.False(queue.TryAdd(Relay, [], new byte[101], out _));
        Assert.Equal(2, queue.Dropped);
        Assert.True(queue.TryTake(out _, out var frame));
        Assert.Equal(60, frame.Length);
    }

    [Fact]
    public void What_waits_too_long_is_dropped_unless_it_is_being_sent()
    {
        var queue = new FrameQueue(100, _time);
        queue.TryAdd(Relay, [], [1], out _);
        queue.TryAdd(Relay, [], [2], out _);
        Assert.True(queue.TryTake(out _, out _));
        _time.Advance(RelayLimits.DatagramLifetime + TimeSpan.FromSeconds(1));
        queue.TryAdd(Relay, [], [3], out _);
        Assert.Equal(0, queue.Dropped);
        queue.Release();
        Assert.True(queue.TryTake(out _, out var frame));
        Assert.Equal([3], frame.ToArray());
        Assert.Equal(1, queue.Dropped);
    }

    [Fact]
    public void What_is_too_old_makes_room()
    {
        var queue = new FrameQueue(100, _time);
        queue.TryAdd(Relay, [], new byte[80], out _);
        _time.Advance(RelayLimits.DatagramLifetime + TimeSpan.FromSeconds(1));
        Assert.True(queue.TryAdd(Relay, [], new byte[80], out var wasEmpty));
        Assert.True(wasEmpty);
    }
}
