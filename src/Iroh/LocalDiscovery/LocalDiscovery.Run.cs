using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Threading.Channels;
using SoundTime.Iroh.Addresses;

namespace SoundTime.Iroh.LocalDiscovery;

/// <summary>Taking part: joining interfaces as they come and go, hearing and speaking.</summary>
public sealed partial class LocalDiscovery
{
    private const string InterfacesProblem = "interfaces";

    /// <summary>How often interfaces are looked at, besides when the system says that addresses have changed.</summary>
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(5);

    /// <summary>Takes part until it is cancelled. What does not work is tried again, and is in <see cref="Status"/> meanwhile.</summary>
    /// <exception cref="InvalidOperationException">It runs already.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _isRunning = !_isRunning ? true : throw new InvalidOperationException("Local discovery runs already.");
        }

        var look = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        NetworkAddressChangedEventHandler onChange = (_, _) => look.Writer.TryWrite(true);
        NetworkChange.NetworkAddressChanged += onChange;
        var timer = _time.CreateTimer(_ => look.Writer.TryWrite(true), null, TimeSpan.Zero, RefreshInterval);
        try
        {
            await foreach (var _ in look.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await RefreshAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            NetworkChange.NetworkAddressChanged -= onChange;
            await timer.DisposeAsync().ConfigureAwait(false);
            await LeaveAsync(_links.Values.ToList()).ConfigureAwait(false);
            lock (_gate)
            {
                _isRunning = false;
            }
        }
    }

    /// <summary>Takes in what was heard on a link.</summary>
    internal void OnHeard(JoinedLink link, IPAddress sender, ReadOnlySpan<byte> bytes)
    {
        var isMessage = SwarmMessage.TryRead(bytes, link.Swarm.Link, out var message);
        lock (_gate)
        {
            // This host hears itself, which says nothing of the network.
            _heard += !link.Swarm.Link.IsLoopback && link.Swarm.Link.Addresses.Contains(sender) ? 0 : 1;
            if (!isMessage)
            {
                _refused++;
                return;
            }

            foreach (var node in link.Swarm.OnMessage(message!, sender, Now))
            {
                // Who does not keep up misses some, and hears of them again in a minute.
                _found.Writer.TryWrite(Combine(node)!);
                LocalDiscoveryLog.Found(_logger, node.ShortText);
                _news.SetResult();
                _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Says on a link what is due; answers how long to wait until then, or until the next time.</summary>
    internal TimeSpan TakeTurn(JoinedLink link)
    {
        ReadOnlyMemory<byte> message;
        AddressFamily? family;
        lock (_gate)
        {
            link.Swarm.OnTime(_address, Now, out message, out family);
        }

        var wasSent = !message.IsEmpty && link.Send(message.Span, family);
        lock (_gate)
        {
            _sent += wasSent ? 1 : 0;
            return link.Swarm.Due - Now is { Ticks: > 0 } wait ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>Notes what does not work, or that it works again.</summary>
    internal void SetProblem(string subject, string? problem)
    {
        lock (_gate)
        {
            if (problem is null)
            {
                _problems.Remove(subject);
            }
            else if (_problems.GetValueOrDefault(subject) != problem)
            {
                _problems[subject] = problem;
                LocalDiscoveryLog.Problem(_logger, problem);
            }
        }
    }

    private async Task RefreshAsync()
    {
        IReadOnlyList<NetworkLink> links;
        try
        {
            links = NetworkLink.ReadAll();
            SetProblem(InterfacesProblem, links.Count > 0 ? null : "No network interface is up and carries multicast: connect this host to a network, or switch local discovery off.");
        }
        catch (Exception exception) when (InterfaceAddresses.IsUnknown(exception))
        {
            SetProblem(InterfacesProblem, $"The network interfaces cannot be read ({exception.Message}): let this program read /proc/net and /sys/class/net.");
            return;
        }

        await LeaveAsync(_links.Values.Where(link => links.All(other => other.Index != link.Swarm.Link.Index)).ToList()).ConfigureAwait(false);
        foreach (var link in links)
        {
            await RefreshAsync(link).ConfigureAwait(false);
        }
    }

    private async Task RefreshAsync(NetworkLink link)
    {
        var isNew = !_links.TryGetValue(link.Index, out var joined);
        if (joined is null)
        {
            joined = new JoinedLink(this, new LinkSwarm(_id, link, _random, Now), _time);
            lock (_gate)
            {
                _links.Add(link.Index, joined);
                _lastJoin = Now;
            }
        }

        lock (_gate)
        {
            joined.Swarm.Link = link;
        }

        await joined.RefreshAsync().ConfigureAwait(false);
        if (isNew)
        {
            LocalDiscoveryLog.Joined(_logger, joined.ToString());
        }
    }

    private async Task LeaveAsync(IReadOnlyList<JoinedLink> links)
    {
        foreach (var link in links)
        {
            await link.DisposeAsync().ConfigureAwait(false);
            lock (_gate)
            {
                _links.Remove(link.Swarm.Link.Index);
            }

            LocalDiscoveryLog.Left(_logger, link.Swarm.Link.Name);
        }
    }
}
