using System.Net;
using SoundTime.Iroh.LocalDiscovery;
using SoundTime.Wire;

namespace SoundTime.Iroh.Tests.LocalDiscovery;

/// <summary>Swarms of many sizes in virtual time.</summary>
public sealed class SwarmTests
{
    [Theory]
    [InlineData(2, 3)]
    [InlineData(10, 30)]
    [InlineData(100, 900)]
    public void Every_member_hears_of_every_other_in_bounded_time(int size, int seconds)
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var link = Link(size, seed);
            Assert.True(link.RunUntil(() => link.Members.All(member => member.Heard.Count == size - 1), TimeSpan.FromSeconds(seconds)), $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    public void The_traffic_of_a_link_stays_the_same_however_many_take_part(int size)
    {
        var link = Link(size, seed: 7);
        link.Run(TimeSpan.FromMinutes(2));
        link.Said.Clear();
        link.Run(TimeSpan.FromMinutes(1));

        // A question in tau and two answers; some more where several speak at once.
        Assert.InRange(link.Said.Count, size == 1 ? 60 : 120, 360);
    }

    [Theory]
    [InlineData(2, 0.1)]
    [InlineData(10, 0.1)]
    public void Lost_messages_delay_and_do_not_hide(int size, double lossShare)
    {
        var link = Link(size, seed: 3, lossShare);
        Assert.True(link.RunUntil(() => link.Members.All(member => member.Heard.Count == size - 1), TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void Members_of_a_small_swarm_are_known_all_the_time()
    {
        var link = Link(5, seed: 1);
        link.Run(TimeSpan.FromSeconds(30));
        for (var second = 0; second < 120; second++)
        {
            link.Run(TimeSpan.FromSeconds(1));
            Assert.All(link.Members, member => Assert.InRange(member.Known.Count(), 3, 4));
        }
    }

    [Fact]
    public void A_member_that_is_gone_is_forgotten_after_three_rounds()
    {
        var link = Link(2, seed: 1);
        link.Run(TimeSpan.FromSeconds(10));
        var (stays, goes) = (link.Members[0], link.Members[1]);
        Assert.Single(stays.Known);
        link.Leave(goes);
        Assert.True(link.RunUntil(() => !stays.Known.Any(), TimeSpan.FromSeconds(4)));
    }

    [Fact]
    public void A_member_that_moves_is_known_at_its_new_place()
    {
        var link = Link(2, seed: 1);
        link.Run(TimeSpan.FromSeconds(5));
        var moved = new NodeHost("10.0.9.9", 99);
        link.Members[1].Address = new NodeAddress(link.Members[1].Id, [moved], [RelayUrl.Parse("https://relay.example/")]);
        Assert.True(link.RunUntil(() => link.Members[0].Swarm.Claims.Single().Address.Hosts.SequenceEqual([moved]), TimeSpan.FromSeconds(4)));
        Assert.Equal("https://relay.example/", link.Members[0].Swarm.Claims.Single().Address.Relays.Single().Text);
    }

    [Fact]
    public void A_member_without_addresses_asks_and_keeps_silent()
    {
        var link = Link(2, seed: 1);
        var shy = link.Members[1];
        shy.Address = new NodeAddress(shy.Id);
        link.Run(TimeSpan.FromSeconds(20));
        Assert.Empty(link.Members[0].Heard);
        Assert.Equal([link.Members[0].Id], shy.Heard);
    }

    [Fact]
    public void A_flood_of_made_up_ids_pushes_out_nobody_and_is_bounded()
    {
        var link = Link(2, seed: 1);
        link.Run(TimeSpan.FromSeconds(5));
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            for (var i = 0; i < 20; i++)
            {
                var sender = new IPAddress([10, 7, (byte)random.Next(16), 1]);
                link.Say(sender, Answer(random, sender));
            }

            link.Run(TimeSpan.FromSeconds(0.1));
            Assert.All(link.Members, member => Assert.InRange(member.Swarm.Claims.Count(), 0, LocalDiscoveryLimits.MaxClaims));
        }

        Assert.Contains(link.Members[1].Id, link.Members[0].Known);
        Assert.Contains(link.Members[0].Id, link.Members[1].Known);
    }

    [Fact]
    public void One_sender_makes_up_no_more_nodes_than_run_on_one_machine()
    {
        var link = Link(1, seed: 1);
        var random = new Random(1);
        var sender = IPAddress.Parse("10.7.0.1");
        for (var i = 0; i < 100; i++)
        {
            link.Say(sender, Answer(random, sender));
        }

        link.Run(TimeSpan.FromSeconds(1));
        Assert.Equal(LocalDiscoveryLimits.MaxClaimsPerSender, link.Members[0].Swarm.Claims.Count());
    }

    [Fact]
    public void Who_claims_the_id_of_another_takes_no_place_away()
    {
        var link = Link(2, seed: 1);
        link.Run(TimeSpan.FromSeconds(5));
        var victim = link.Members[1];
        link.Say(IPAddress.Parse("10.7.0.1"), SwarmMessage.WriteAnswer(victim.Id, [new IPEndPoint(IPAddress.Parse("10.7.0.1"), 1)], [])!);
        link.Run(TimeSpan.FromSeconds(1));
        var claims = link.Members[0].Swarm.Claims.ToList();
        Assert.Equal(2, claims.Count);
        Assert.Contains(claims, claim => claim.Address.Hosts.SequenceEqual(victim.Address.Hosts));
    }

    [Fact]
    public void An_address_that_changes_all_the_time_is_news_once_in_a_while_only()
    {
        var swarm = new VirtualLink(seed: 1).Join().Swarm;
        var node = new NodeId(Enumerable.Repeat((byte)9, NodeId.Size).ToArray());
        var news = 0;
        for (var i = 0; i < 1000; i++)
        {
            var address = new NodeAddress(node, new IPEndPoint(IPAddress.Parse("10.7.0.1"), 1000 + i));
            news += swarm.OnMessage(new SwarmMessage(IsQuestion: false, [address]), IPAddress.Parse("10.7.0.1"), TimeSpan.FromSeconds(i * 0.01)).Count;
        }

        Assert.InRange(news, 2, 3);
    }

    private static byte[] Answer(Random random, IPAddress place)
    {
        var key = new byte[NodeId.Size];
        random.NextBytes(key);
        return SwarmMessage.WriteAnswer(new NodeId(key), [new IPEndPoint(place, 1)], [])!;
    }

    private static VirtualLink Link(int size, int seed, double lossShare = 0)
    {
        var link = new VirtualLink(seed, lossShare);
        for (var i = 0; i < size; i++)
        {
            link.Join();
        }

        return link;
    }
}
