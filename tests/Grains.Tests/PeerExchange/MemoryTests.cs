using SoundTime.Grains.PeerExchange;
using SoundTime.Grains.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Grains.Tests.PeerExchange;

/// <summary>What is remembered of senders and of silent ids is bounded.</summary>
public sealed class MemoryTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Senders_beyond_those_that_can_be_remembered_are_ignored_until_others_are_forgotten()
    {
        var conduct = new SenderConduct(_time);
        for (var number = 1; number <= PeerExchangeLimits.MaxRemembered; number++)
        {
            Assert.False(conduct.IsIgnored(TestNode.IdOf(number)));
        }

        var late = TestNode.IdOf(PeerExchangeLimits.MaxRemembered + 1);
        Assert.True(conduct.IsIgnored(late));
        Assert.False(conduct.CountInvalid(late, 1_000));
        _time.Advance(PeerExchangeLimits.Memory);
        Assert.False(conduct.IsIgnored(late));
    }

    [Fact]
    public void Invalid_and_silent_ids_are_counted_apart()
    {
        var conduct = new SenderConduct(_time);
        var sender = TestNode.IdOf(1);
        Assert.False(conduct.CountInvalid(sender, PeerExchangeLimits.MaxInvalidIds));
        for (var count = 0; count < PeerExchangeLimits.MaxSilentIds; count++)
        {
            Assert.False(conduct.CountSilent(sender));
        }

        Assert.False(conduct.IsIgnored(sender));
        Assert.True(conduct.CountSilent(sender));
        Assert.True(conduct.IsIgnored(sender));
    }

    [Fact]
    public void Of_too_many_silent_ids_the_oldest_are_forgotten()
    {
        var silent = new SilentPeers(_time);
        for (var number = 1; number <= PeerExchangeLimits.MaxRemembered + 1; number++)
        {
            silent.Add(TestNode.IdOf(number));
        }

        Assert.False(silent.Contains(TestNode.IdOf(1)));
        Assert.True(silent.Contains(TestNode.IdOf(2)));
        _time.Advance(PeerExchangeLimits.Memory);
        Assert.False(silent.Contains(TestNode.IdOf(PeerExchangeLimits.MaxRemembered + 1)));
    }
}
