using System.Threading.Channels;
using SoundTime.Grains.Peers;
using SoundTime.Iroh.LocalDiscovery;
using SoundTime.Silo.Peers;
using SoundTime.Storage;
using SoundTime.Storage.Peers;
using SoundTime.Wire;

namespace SoundTime.Silo.Discovery;

/// <summary>
/// Asks nodes that are heard on the local network. Who answers is known from then on, as a stranger: anybody there can make up ids, so few are asked at once, and one that
/// does not answer is left alone for a while. Where they are is not kept, but heard anew each time.
/// </summary>
internal sealed class LocalPeers(ChannelReader<LocalNode> found, IPeerStore peers, IGrainFactory grains, TimeProvider time, ILogger<LocalPeers> logger) : PeerService
{
    /// <summary>Nodes that are asked at once.</summary>
    public const int MaxAtOnce = 4;

    /// <summary>How long a node that did not answer is not asked again.</summary>
    public static readonly TimeSpan SilentPause = TimeSpan.FromMinutes(5);

    /// <summary>Most nodes that are remembered for not answering; then all are forgotten at once.</summary>
    private const int MaxSilent = 1_024;

    /// <summary>A little longer than a grain waits for an answer.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(25);

    private readonly Lock _gate = new();
    private readonly Dictionary<NodeId, long> _silent = [];

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        found.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = stoppingToken },
        async (node, cancellationToken) => await AskAsync(node.Address.Id, cancellationToken));

    private async Task AskAsync(NodeId node, CancellationToken cancellationToken)
    {
        try
        {
            if (IsSilent(node) || await peers.FindAsync(node, cancellationToken) is { IsOnline: true })
            {
                return;
            }

            var result = await grains.GetPeer(node).PingAsync(cancellationToken).WaitAsync(AnswerLimit, time, cancellationToken);
            if (result.Reply == PeerReply.Done)
            {
                logger.LocalPeerFound(node.ShortText);
            }
            else
            {
                NoteSilent(node);
            }
        }
        catch (Exception exception) when (exception is StorageException or TimeoutException)
        {
            logger.LocalPeerNotAsked(node.ShortText, exception);
        }
    }

    /// <summary>Whether a node did not answer, and is not to be asked yet.</summary>
    internal bool IsSilent(NodeId node)
    {
        lock (_gate)
        {
            return _silent.TryGetValue(node, out var since) && time.GetElapsedTime(since) < SilentPause;
        }
    }

    private void NoteSilent(NodeId node)
    {
        lock (_gate)
        {
            if (_silent.Count >= MaxSilent)
            {
                _silent.Clear();
            }

            _silent[node] = time.GetTimestamp();
        }
    }
}
