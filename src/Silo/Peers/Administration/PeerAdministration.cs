using SoundTime.Api;
using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Silo.Options;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>What the admin does with peers, done by the grain of each.</summary>
internal sealed class PeerAdministration(IGrainFactory grains, IPeerLink link, ICatalogue catalogue, TimeProvider time) : IPeerAdministration
{
    /// <summary>Longest that a call of a grain takes.</summary>
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public async Task<AddedPeer> AddAsync(string address, CancellationToken cancellationToken)
    {
        var peer = Parse(address);
        if (peer.Id == link.Self)
        {
            throw new AddPeerException(AddPeerFailure.Self, "This is the id of this node itself; add it at the other node.");
        }

        var introduction = new PeerIntroduction(PeerTrust.Trusted, PeerPlaces.Write(peer));
        return await grains.GetPeer(peer.Id).IntroduceAsync(introduction, cancellationToken).WaitAsync(CallLimit, time, cancellationToken)
            ? new AddedPeer(peer.Id, await PingAsync(peer.Id, cancellationToken))
            : throw new AddPeerException(AddPeerFailure.NoRoom, $"As many peers are known as may be ({IPeerStore.MaxPeers}); remove one first.");
    }

    /// <inheritdoc/>
    public async Task<PeerPing> PingAsync(NodeId peer, CancellationToken cancellationToken)
    {
        var result = await grains.GetPeer(peer).PingAsync(cancellationToken).WaitAsync(CallLimit, time, cancellationToken);
        return result.Reply switch
        {
            PeerReply.Done => new PeerPing(PeerPingOutcome.Answered, result.TrackCount ?? 0, result.Version, Failure: null),
            PeerReply.BadAnswer => new PeerPing(PeerPingOutcome.UnexpectedAnswer, 0, Version: null, PeerReplyText.Of(result)),
            _ => new PeerPing(PeerPingOutcome.Failed, 0, Version: null, PeerReplyText.Of(result)),
        };
    }

    /// <inheritdoc/>
    public async Task RemoveAsync(NodeId peer, CancellationToken cancellationToken)
    {
        // First the peer, so that it is not asked for its catalogue while that is removed.
        await grains.GetPeer(peer).ForgetAsync(cancellationToken).WaitAsync(CallLimit, time, cancellationToken);
        await catalogue.RemoveAllCopiesAsync(peer, cancellationToken);
    }

    private static NodeAddress Parse(string text)
    {
        try
        {
            return PeerAddressFormat.Parse(text);
        }
        catch (FormatException failure)
        {
            throw PeerAddressFormat.NamesNode(text)
                ? new AddPeerException(AddPeerFailure.BadAddress, $"node_id {failure.Message}", failure)
                : new AddPeerException(AddPeerFailure.NoId, "A peer is named by its id, 64 hex digits, which may be followed by @host:port, or by a ticket.", failure);
        }
    }
}
