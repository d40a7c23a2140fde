using SoundTime.Relay.Sessions;

namespace SoundTime.Relay.Tests;

/// <summary>What waits for one client.</summary>
public sealed class SendQueueTests
{
    [Fact]
    public void More_than_512_datagrams_do_not_wait_for_a_client()
    {
        var queue = new SendQueue();
        for (var i = 0; i < RelayLimits.MaxQueuedDatagrams; i++)
        {
            Assert.True(queue.TryAddDatagrams(Datagram(1200)));
        }

        Assert.False(queue.TryAddDatagrams(Datagram(1200)));
        Assert.True(queue.TryTake(out _));
        Assert.True(queue.TryAddDatagrams(Datagram(1200)));
    }

    [Fact]
    public void Large_batches_are_limited_by_their_bytes()
    {
        var queue = new SendQueue();
        var added = 0;
        while (queue.TryAddDatagrams(Datagram(1 << 16)))
        {
            added++;
        }

        Assert.Equal(RelayLimits.MaxQueuedBytes >> 16, added);
    }

    [Fact]
    public void The_relays_own_frames_go_before_datagrams_and_are_limited_too()
    {
        var queue = new SendQueue();
        Assert.True(queue.TryAddDatagrams(Datagram(100)));
        for (var i = 0; i < RelayLimits.MaxQueuedControls; i++)
        {
            Assert.True(queue.TryAddControl([(byte)i]));
        }

        Assert.False(queue.TryAddControl([1]));
        for (var i = 0; i < RelayLimits.MaxQueuedControls; i++)
        {
            Assert.True(queue.TryTake(out var control));
            Assert.Equal(i, control.Memory.Span[0]);
        }

        Assert.True(queue.TryTake(out var datagram));
        Assert.Equal(100, datagram.Length);
        Assert.False(queue.TryTake(out _));
    }

    [Fact]
    public async Task A_closed_queue_forgets_datagrams_and_still_gives_out_the_relays_last_frames()
    {
        var queue = new SendQueue();
        queue.TryAddDatagrams(Datagram(100));
        queue.TryAddControl([12]);
        queue.Close();
        Assert.False(queue.TryAddDatagrams(Datagram(100)));
        Assert.False(queue.TryAddControl([12]));
        Assert.True(queue.TryTake(out var last));
        Assert.Equal(12, last.Memory.Span[0]);
        Assert.False(queue.TryTake(out _));
        Assert.True(await queue.WaitAsync());
        Assert.False(await queue.WaitAsync());
    }

    private static Packet Datagram(int length) => new(FrameBuffers.Rent(length), length);
}
