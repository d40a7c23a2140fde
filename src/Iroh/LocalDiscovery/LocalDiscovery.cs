using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using SoundTime.Wire;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>
/// Finds nodes on the networks that this host is connected to, and lets itself be found there, as iroh's nodes do (iroh sheet, section 6). Whatever is said
/// there is a claim, whoever says it: a node is who it says to be once it has proved its key.
/// </summary>
public sealed partial class LocalDiscovery : IAddressLookup
{
    /// <summary>How long a network is listened to before a node that was not heard there counts as absent: some turns of a small swarm.</summary>
    public static readonly TimeSpan ListenTime = TimeSpan.FromSeconds(3);

    private readonly NodeId _id;
    private readonly Func<NodeAddress> _address;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Random _random;
    private readonly long _started;
    private readonly Channel<LocalNode> _found =
        Channel.CreateBounded<LocalNode>(new BoundedChannelOptions(LocalDiscoveryLimits.MaxFoundWaiting) { AllowSynchronousContinuations = false });

    // Guards all that follows, the swarms included. Nothing waits while it is held.
    private readonly Lock _gate = new();
    private readonly Dictionary<int, JoinedLink> _links = [];
    private readonly SortedDictionary<string, string> _problems = new(StringComparer.Ordinal);
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TimeSpan _lastJoin;
    private bool _isRunning;
    private long _heard;
    private long _refused;
    private long _sent;

    /// <summary>Local discovery for one node; <see cref="RunAsync"/> starts it.</summary>
    /// <param name="id">This node.</param>
    /// <param name="address">
    /// Where this node is now, asked before each answer, from any thread; it must not fail. An unspecific host (<c>0.0.0.0</c>, <c>::</c>) stands for the
    /// addresses of the interface that the answer leaves by. Its first relay is announced.
    /// </param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="seed">What the turns of this node follow from; different on each node, or they speak at once.</param>
    /// <param name="logger">Where its logs go.</param>
    public LocalDiscovery(NodeId id, Func<NodeAddress> address, TimeProvider timeProvider, int seed, ILogger logger)
    {
        (_id, _address, _time, _logger) = (id, address, timeProvider, logger);
        _random = new Random(seed);
        _started = timeProvider.GetTimestamp();
    }

    /// <inheritdoc/>
    public string Name => "the local network";

    /// <summary>
    /// Nodes as they are found: when one is heard for the first time or after a silence, when its address changes, and once a minute while it is heard.
    /// What nobody reads is left out once <see cref="LocalDiscoveryLimits.MaxFoundWaiting"/> wait.
    /// </summary>
    public ChannelReader<LocalNode> Found => _found.Reader;

    /// <summary>The nodes that are heard now, each once.</summary>
    public IReadOnlyList<LocalNode> Nodes
    {
        get
        {
            lock (_gate)
            {
                return [.. Claims().Select(claim => claim.Claim.Address.Id).Distinct().Select(id => Combine(id)!)];
            }
        }
    }

    /// <summary>How it is doing, for the doctor.</summary>
    public LocalDiscoveryStatus Status
    {
        get
        {
            lock (_gate)
            {
                return new LocalDiscoveryStatus(
                    _isRunning,
                    [.. _links.Values.Where(link => link.IsJoined).OrderBy(link => link.Swarm.Link.Index).Select(link => link.ToString())],
                    _heard,
                    _refused,
                    _sent,
                    Claims().Select(claim => claim.Claim.Address.Id).Distinct().Count(),
                    [.. _problems.Values]);
            }
        }
    }

    private TimeSpan Now => _time.GetElapsedTime(_started);

    /// <summary>
    /// Where the node is heard; an empty address where it is not. While a network is new (<see cref="ListenTime"/>) this waits for the node to be heard.
    /// </summary>
    /// <exception cref="IOException">No network is listened to.</exception>
    public async Task<NodeAddress> FindAsync(NodeId node, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news;
            TimeSpan wait;
            lock (_gate)
            {
                if (!_links.Values.Any(link => link.IsJoined))
                {
                    throw new IOException("No network interface is listened to by local discovery: connect this host to a network with multicast.");
                }

                if (Combine(node) is { } found)
                {
                    return found.Address;
                }

                (news, wait) = (_news.Task, _lastJoin + ListenTime - Now);
            }

            if (wait <= TimeSpan.Zero)
            {
                return new NodeAddress(node);
            }

            try
            {
                await news.WaitAsync(wait, _time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // The network is known now; the next round says so.
            }
        }
    }

    /// <summary>Every claim, and the interface on which it is heard. The gate is held.</summary>
    private IEnumerable<(SwarmClaim Claim, string Interface)> Claims() =>
        _links.Values.SelectMany(link => link.Swarm.Claims.Select(claim => (claim, link.Swarm.Link.Name)));

    /// <summary>
    /// What all claims of a node come to, or null where there is none. They take turns in naming places, those that stand longest first, so that no claim
    /// crowds out another. The gate is held.
    /// </summary>
    private LocalNode? Combine(NodeId id)
    {
        var claims = Claims().Where(claim => claim.Claim.Address.Id == id).OrderBy(claim => claim.Claim.FirstSeen).ToList();
        if (claims.Count == 0)
        {
            return null;
        }

        var hosts = claims.SelectMany(claim => claim.Claim.Address.Hosts.Index()).OrderBy(host => host.Index).Select(host => host.Item);
        var relays = claims.SelectMany(claim => claim.Claim.Address.Relays.Index()).OrderBy(relay => relay.Index).Select(relay => relay.Item);
        return new LocalNode(
            new NodeAddress(id, [.. hosts.Distinct().Take(NodeAddress.MaxHosts)], [.. relays.Distinct().Take(NodeAddress.MaxRelays)]),
            _time.GetUtcNow() - (Now - claims.Max(claim => claim.Claim.LastSeen)),
            [.. claims.Select(claim => claim.Interface).Distinct()]);
    }
}
