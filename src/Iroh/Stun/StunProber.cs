using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Datagrams;

namespace SoundTime.Iroh.Stun;

/// <summary>
/// Asks servers which address they see this node under, through the node's own UDP sockets, because a router gives each socket another address. Each round
/// also keeps the router from forgetting it.
/// </summary>
/// <param name="servers">Who is asked, each over IPv4 and IPv6; names are resolved anew in each round. More than <see cref="MaxServers"/> are left out.</param>
/// <param name="send">Sends a datagram through the socket of the address's family, from any thread; it may be lost.</param>
/// <param name="timeProvider">The clock.</param>
/// <param name="logger">Where its logs go.</param>
internal sealed class StunProber(
    IReadOnlyList<NodeHost> servers, Action<DatagramAddress, ReadOnlyMemory<byte>> send, TimeProvider timeProvider, ILogger logger)
{
    /// <summary>Most servers that are asked.</summary>
    public const int MaxServers = 4;

    /// <summary>Most addresses of one server that are asked: one for each family.</summary>
    private const int MaxAddressesPerServer = 2;

    /// <summary>Times that a question is asked before its round ends without an answer.</summary>
    private const int MaxTries = 3;

    /// <summary>How often servers are asked: routers forget a socket that sends nothing for 30 seconds, some of them.</summary>
    public static readonly TimeSpan RoundInterval = TimeSpan.FromSeconds(25);

    /// <summary>How long an answer is waited for before the question is asked again.</summary>
    public static readonly TimeSpan TryInterval = TimeSpan.FromSeconds(1);

    /// <summary>How long a name may take to resolve.</summary>
    private static readonly TimeSpan ResolveLimit = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer holds: a round may fail.</summary>
    private static readonly TimeSpan AnswerLifetime = RoundInterval * 2.5;

    private readonly Lock _gate = new();
    private readonly Dictionary<StunTransactionId, DatagramAddress> _asked = [];
    private readonly Dictionary<DatagramAddress, (IPEndPoint Observed, long At)> _answers = [];
    private TaskCompletionSource _change = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Where others see this node, without doubles; IPv4 first. More than one of a family means a router that gives each peer another.</summary>
    public IReadOnlyList<IPEndPoint> Observed { get; private set; } = [];

    /// <summary>Ends when <see cref="Observed"/> is no longer <paramref name="known"/>, the list that the caller has.</summary>
    public async Task WaitForChangeAsync(IReadOnlyList<IPEndPoint> known, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (_gate)
            {
                if (!Observed.SequenceEqual(known))
                {
                    return;
                }

                change = _change.Task;
            }

            await change.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks until it is cancelled. Servers that do not answer are asked again in the next round.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var rounds = new PeriodicTimer(RoundInterval, timeProvider);
        do
        {
            var asked = new List<DatagramAddress>();
            foreach (var server in servers.Take(MaxServers))
            {
                asked.AddRange(await ResolveAsync(server, cancellationToken).ConfigureAwait(false));
            }

            await AskAsync([.. asked.Distinct()], cancellationToken).ConfigureAwait(false);
        }
        while (await rounds.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes a datagram that is STUN (<see cref="StunMessage.IsStun"/>). What nobody asked for, or another than the one who was asked says, is ignored.</summary>
    public void OnDatagram(in DatagramAddress from, ReadOnlySpan<byte> bytes)
    {
        if (!StunMessage.TryReadResponse(bytes, out var id, out var observed))
        {
            return;
        }

        lock (_gate)
        {
            if (_asked.TryGetValue(id, out var server) && server.Equals(from) && observed.AddressFamily == (from.IsIPv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork))
            {
                _asked.Remove(id);
                _answers[server] = (observed, timeProvider.GetTimestamp());
                Update();
            }
        }
    }

    private async Task AskAsync(DatagramAddress[] addresses, CancellationToken cancellationToken)
    {
        var open = new Dictionary<StunTransactionId, DatagramAddress>();
        foreach (var address in addresses)
        {
            open.Add(StunTransactionId.Generate(), address);
        }

        lock (_gate)
        {
            // Answers to the round before come too late.
            _asked.Clear();
            foreach (var (id, address) in open)
            {
                _asked.Add(id, address);
            }
        }

        for (var tries = 0; tries < MaxTries && open.Count > 0; tries++)
        {
            foreach (var (id, address) in open)
            {
                var request = new byte[StunMessage.RequestLength];
                StunMessage.WriteRequest(id, request);
                send(address, request);
            }

            await Task.Delay(TryInterval, timeProvider, cancellationToken).ConfigureAwait(false);
            lock (_gate)
            {
                foreach (var id in open.Keys.Where(id => !_asked.ContainsKey(id)).ToList())
                {
                    open.Remove(id);
                }
            }
        }

        lock (_gate)
        {
            Update();
        }
    }

    private async Task<IEnumerable<DatagramAddress>> ResolveAsync(NodeHost server, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = IPAddress.TryParse(server.Name, out var literal)
                ? [literal]
                : await System.Net.Dns.GetHostAddressesAsync(server.Name, cancellationToken).WaitAsync(ResolveLimit, timeProvider, cancellationToken).ConfigureAwait(false);
            return addresses.DistinctBy(address => address.AddressFamily).Take(MaxAddressesPerServer).Select(address => new DatagramAddress(address, server.Port));
        }
        catch (Exception exception) when (exception is SocketException or TimeoutException)
        {
            StunLog.NotResolved(logger, server.Name, exception.Message);
            return [];
        }
    }

    /// <summary>Tells of what has changed. The gate is held.</summary>
    private void Update()
    {
        foreach (var server in _answers.Keys.Where(server => timeProvider.GetElapsedTime(_answers[server].At) > AnswerLifetime).ToList())
        {
            _answers.Remove(server);
        }

        IReadOnlyList<IPEndPoint> observed =
        [
            .. _answers.Values.Select(answer => answer.Observed).Distinct().OrderBy(place => place.AddressFamily).ThenBy(place => place.ToString(), StringComparer.Ordinal),
        ];
        if (!observed.SequenceEqual(Observed))
        {
            Observed = observed;
            StunLog.Observed(logger, string.Join(", ", observed));
            _change.SetResult();
            _change = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
