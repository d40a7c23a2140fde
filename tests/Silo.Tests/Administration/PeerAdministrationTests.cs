using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using SoundTime.Api;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Iroh.Tickets;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Administration;

public sealed class PeerAdministrationTests
{
    private static readonly NodeId Peer = NodeId.Parse(new string('a', 64));
    private static readonly NodeId Self = NodeId.Parse(new string('b', 64));

    private readonly IPeerGrain _grain = Substitute.For<IPeerGrain>();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IPeerLink _link = Substitute.For<IPeerLink>();
    private readonly ICatalogue _catalogue = Substitute.For<ICatalogue>();
    private readonly PeerAdministration _peers;
    private PeerIntroduction? _introduction;

    public PeerAdministrationTests()
    {
        _grains.GetGrain<IPeerGrain>(Peer.ToString()).Returns(_grain);
        _link.Self.Returns(Self);
        _grain.IntroduceAsync(Arg.Do<PeerIntroduction>(introduction => _introduction = introduction), Arg.Any<CancellationToken>()).Returns(true);
        _grain.PingAsync(Arg.Any<CancellationToken>()).Returns(new PingResult(PeerReply.Done, 42, "0.1.0", Text: null));
        _peers = new PeerAdministration(_grains, _link, _catalogue, new ManualTime());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_peer_that_is_added_is_trusted_known_by_its_hosts_and_asked()
    {
        var added = await _peers.AddAsync($" {Peer}@music.example:11204, [2001:db8::1]:5", Cancellation);

        Assert.Equal(new AddedPeer(Peer, new PeerPing(PeerPingOutcome.Answered, 42, "0.1.0", Failure: null)), added);
        Assert.Equal(PeerTrust.Trusted, _introduction?.Trust);
        Assert.Equal(["music.example:11204", "[2001:db8::1]:5"], _introduction?.Hosts);
    }

    [Fact]
    public async Task A_peer_may_be_named_by_its_id_alone()
    {
        var added = await _peers.AddAsync(Peer.ToString(), Cancellation);

        Assert.Equal(Peer, added.Id);
        Assert.Empty(_introduction!.Hosts);
    }

    [Fact]
    public async Task A_peer_may_be_named_by_a_ticket_with_relays_and_hosts()
    {
        var ticket = EndpointTicket.Format(NodeAddress.Parse($"{Peer}@192.0.2.1:5,https://relay.example/"));

        Assert.Equal(Peer, (await _peers.AddAsync($"{ticket}\n", Cancellation)).Id);
        Assert.Equal(["https://relay.example/", "192.0.2.1:5"], _introduction?.Hosts);
    }

    [Fact]
    public async Task A_ticket_that_was_cut_off_is_refused_and_said_to_be()
    {
        var refusal = await RefusalAsync(EndpointTicket.Format(new NodeAddress(Peer))[..^3]);

        Assert.Equal((AddPeerFailure.BadAddress, "node_id has a ticket that is not whole, or altered"), (refusal.Reason, refusal.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("music.example:11204")]
    [InlineData("@music.example:11204")]
    [InlineData("aaaa")]
    public async Task What_names_no_node_is_not_added(string address) => Assert.Equal(AddPeerFailure.NoId, (await RefusalAsync(address)).Reason);

    [Fact]
    public async Task A_text_of_any_length_is_refused() =>
        Assert.Equal(AddPeerFailure.NoId, (await RefusalAsync($"{Peer}@{new string('x', 1_000_000)}:1")).Reason);

    [Theory]
    [InlineData("@", "node_id has \"\" where host:port or the URL of a relay is needed")]
    [InlineData("@music.example", "node_id has \"music.example\" where host:port or the URL of a relay is needed")]
    [InlineData("@a:1,b:0", "node_id has \"b:0\" where host:port or the URL of a relay is needed")]
    [InlineData("@a:1,a:2,a:3,a:4,a:5,a:6,a:7,a:8,a:9,a:10,a:11,a:12,a:13,a:14,a:15,a:16,a:17", "node_id has 17 places for one node; at most 16 hosts and 4 relays are tried")]
    public async Task An_address_that_is_none_is_named(string hosts, string text)
    {
        var refusal = await RefusalAsync(Peer + hosts);

        Assert.Equal((AddPeerFailure.BadAddress, text), (refusal.Reason, refusal.Message));
    }

    [Fact]
    public async Task This_node_is_not_a_peer_of_itself() => Assert.Equal(AddPeerFailure.Self, (await RefusalAsync(Self.ToString())).Reason);

    [Fact]
    public async Task Where_there_is_no_room_for_a_peer_it_is_not_asked()
    {
        _grain.IntroduceAsync(Arg.Any<PeerIntroduction>(), Arg.Any<CancellationToken>()).Returns(false);

        Assert.Equal(AddPeerFailure.NoRoom, (await RefusalAsync(Peer.ToString())).Reason);
        await _grain.DidNotReceive().PingAsync(Arg.Any<CancellationToken>());
    }

    [Theory]
    [InlineData(PeerReply.Unreachable, "no route", PeerPingOutcome.Failed, "no route")]
    [InlineData(PeerReply.Unreachable, null, PeerPingOutcome.Failed, "it cannot be reached")]
    [InlineData(PeerReply.TimedOut, null, PeerPingOutcome.Failed, "it did not answer in time")]
    [InlineData(PeerReply.BlockedThere, "", PeerPingOutcome.Failed, "it has blocked this node")]
    [InlineData(PeerReply.BlockedHere, null, PeerPingOutcome.Failed, "it is blocked here, or the block list cannot be read")]
    [InlineData(PeerReply.NotAsked, null, PeerPingOutcome.Failed, "this node could not ask it; its log says why")]
    [InlineData(PeerReply.BadAnswer, null, PeerPingOutcome.UnexpectedAnswer, "its answer is none")]
    public async Task Why_a_peer_did_not_answer_is_said_in_words(PeerReply reply, string? text, PeerPingOutcome outcome, string failure)
    {
        _grain.PingAsync(Arg.Any<CancellationToken>()).Returns(new PingResult(reply, null, null, text));

        Assert.Equal(new PeerPing(outcome, 0, Version: null, failure), await _peers.PingAsync(Peer, Cancellation));
    }

    [Fact]
    public async Task A_peer_is_forgotten_before_its_copies_are_removed_page_by_page()
    {
        _catalogue.RemoveCopiesAsync(Peer, 500, Arg.Any<CancellationToken>()).Returns(500, 500, 0);

        await _peers.RemoveAsync(Peer, Cancellation);

        Received.InOrder(() =>
        {
            _grain.ForgetAsync(Arg.Any<CancellationToken>());
            _catalogue.RemoveCopiesAsync(Peer, 500, Arg.Any<CancellationToken>());
            _catalogue.RemoveCopiesAsync(Peer, 500, Arg.Any<CancellationToken>());
            _catalogue.RemoveCopiesAsync(Peer, 500, Arg.Any<CancellationToken>());
        });
    }

    [Fact]
    public void The_sync_that_the_api_talks_to_is_the_one_that_the_host_stops()
    {
        var services = new ServiceCollection().AddLogging().AddPeerAdministration()
            .AddSingleton(_grains).AddSingleton(_link).AddSingleton(_catalogue).AddSingleton<TimeProvider>(new ManualTime())
            .AddSingleton(Substitute.For<IPeerStore>()).AddSingleton(Substitute.For<IBlockList>());
        using var provider = services.BuildServiceProvider();

        Assert.IsType<PeerAdministration>(provider.GetRequiredService<IPeerAdministration>());
        Assert.Same(provider.GetRequiredService<ILibrarySync>(), Assert.Single(provider.GetServices<IHostedService>()));
    }

    private Task<AddPeerException> RefusalAsync(string address) => Assert.ThrowsAsync<AddPeerException>(() => _peers.AddAsync(address, Cancellation));
}
