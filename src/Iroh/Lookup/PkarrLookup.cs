using SoundTime.Wire;

namespace SoundTime.Iroh.Lookup;

/// <summary>
/// Asks an address directory over HTTP. What it answers is signed by the node itself, so the directory can at most withhold something or answer with an old
/// packet: those older than one seen before are refused, and so are those of a time that cannot be right.
/// </summary>
/// <param name="directory">The directory's URL.</param>
/// <param name="client">What speaks with it; stays the caller's.</param>
/// <param name="timeProvider">The clock that the times of packets are compared with.</param>
public sealed class PkarrLookup(Uri directory, PkarrClient client, TimeProvider? timeProvider = null) : IAddressLookup
{
    /// <summary>
    /// How far in the future a packet may be signed. Clocks of hosts differ by minutes; who could sign further ahead could be replayed until that time comes.
    /// </summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromHours(1);

    /// <summary>
    /// How old a packet may be: directories forget after seven days (iroh sheet, section 5.3), and a node that is on publishes every five minutes, so what is older
    /// says nothing of today.
    /// </summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromDays(7);

    /// <summary>Of how many nodes the newest packet's time is remembered.</summary>
    private const int MaxRemembered = 4096;

    private readonly TimeProvider _time = timeProvider ?? TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly BoundedMap<NodeId, ulong> _newest = new(MaxRemembered);

    /// <inheritdoc/>
    public string Name => $"pkarr {directory}";

    /// <inheritdoc/>
    public async Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken)
    {
        var packet = await client.GetAsync(directory, node, cancellationToken).ConfigureAwait(false);
        if (packet is null)
        {
            return new NodeAddress(node);
        }

        CheckTime(packet);
        return NodeRecords.Read(node, NodeRecords.NameOf(node), packet.Records.Answers);
    }

    private void CheckTime(SignedPacket packet)
    {
        var now = _time.GetUtcNow();
        if (packet.SignedAt - now > MaxAhead)
        {
            throw new IOException($"{directory} has a packet of node {packet.Signer.ShortText} that is signed in the future, at {packet.SignedAt:u}. Check the clocks of both hosts.");
        }

        if (now - packet.SignedAt > MaxAge)
        {
            throw new IOException($"{directory} has only an old packet of node {packet.Signer.ShortText}, signed at {packet.SignedAt:u}. The node publishes no more, or a clock is wrong.");
        }

        lock (_gate)
        {
            if (_newest.TryGet(packet.Signer, out var newest) && packet.Timestamp < newest)
            {
                throw new IOException($"{directory} answered with a packet of node {packet.Signer.ShortText} that is older than one it had before.");
            }

            _newest.Set(packet.Signer, packet.Timestamp);
        }
    }
}
