namespace SoundTime.Grains.PeerExchange;

/// <summary>
/// Learns of peers from peers, for the whole node: its key is always <see cref="PeerExchangeKey.Value"/>. A reminder calls it every five minutes, to exchange
/// with three online peers in rotation and to wake the grains of all known peers. Named ids are claims: each is asked before it is known.
/// </summary>
public interface IPeerExchangeGrain : IGrainWithStringKey
{
    /// <summary>Begins, or goes on after a restart.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>A peer was in contact for the first time: peers are exchanged with it soon.</summary>
    Task FirstContactAsync(string peer, CancellationToken cancellationToken);

    /// <summary>A peer named some ids. New ones are asked soon; junk counts against the sender.</summary>
    /// <param name="sender">The peer's id.</param>
    /// <param name="ids">As they came, at most <see cref="SoundTime.Wire.WireLimits.MaxPeers"/>.</param>
    /// <param name="cancellationToken">Gives up the call.</param>
    Task PeersNamedAsync(string sender, string[] ids, CancellationToken cancellationToken);
}
