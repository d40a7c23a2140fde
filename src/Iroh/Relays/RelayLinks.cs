using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Iroh.Relays;

/// <summary>This node's sides of all relays: the configured ones, and a bounded number more where peers live.</summary>
internal sealed class RelayLinks : IDisposable
{
    private readonly IrohEndpointOptions _options;
    private readonly RelayInbox _inbox;
    private readonly Action _onChanged;
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<RelayUrl, RelayLink> _links = [];
    private readonly List<Task> _leaving = [];

    public RelayLinks(IrohEndpointOptions options, RelayInbox inbox, Action onChanged)
    {
        _options = options;
        _inbox = inbox;
        _onChanged = onChanged;
        foreach (var relay in options.Relays)
        {
            ThrowIfNoHeader(relay);
            _links.TryAdd(relay.Url, Create(relay, isConfigured: true));
        }

        Configured = [.. _links.Values];
    }

    public IReadOnlyList<RelayLink> Configured { get; }

    /// <summary>Whether a relay is among the configured ones. From any thread.</summary>
    public bool IsConfigured(RelayUrl relay) => Configured.Any(link => link.Url == relay);

    /// <summary>The home first, then the configured ones, then those that are dialled for peers.</summary>
    public IReadOnlyList<RelayStatus> Statuses
    {
        get
        {
            lock (_gate)
            {
                return
                [
                    .. _links.Values
                        .Select(link => (Link: link, link.Status))
                        .Where(pair => pair.Link.IsConfigured || pair.Status.State != RelayState.Unused)
                        .OrderByDescending(pair => pair.Status.IsHome)
                        .ThenByDescending(pair => pair.Link.IsConfigured)
                        .Select(pair => pair.Status),
                ];
            }
        }
    }

    /// <summary>Begins the work of the configured ones.</summary>
    public void Start()
    {
        foreach (var link in Configured)
        {
            link.Start();
        }
    }

    /// <summary>The side of a relay that something is to be sent through; false where as many as there may be are in use.</summary>
    public bool TryGet(RelayUrl relay, [NotNullWhen(true)] out RelayLink? link)
    {
        lock (_gate)
        {
            if (_links.TryGetValue(relay, out link))
            {
                return true;
            }

            if (_stop.IsCancellationRequested || (_links.Count - Configured.Count >= RelayLimits.MaxDialledRelays && !TryMakeRoom()))
            {
                return false;
            }

            // Without a token: those that are configured belong to their relays.
            link = Create(new RelayServer(relay), isConfigured: false);
            _links.Add(relay, link);
            link.Start();
            return true;
        }
    }

    /// <summary>Leaves all relays.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] leaving;
        lock (_gate)
        {
            leaving = [.. _links.Values.Select(link => link.StopAsync()), .. _leaving];
        }

        await Task.WhenAll(leaving).ConfigureAwait(false);
    }

    public void Dispose()
    {
        foreach (var link in _links.Values)
        {
            link.Dispose();
        }

        _stop.Dispose();
    }

    private static void ThrowIfNoHeader(RelayServer relay)
    {
        if (relay.Token is { } token && (token.Length > RelayServer.MaxTokenLength || token.AsSpan().ContainsAnyExceptInRange(' ', '~')))
        {
            throw new ArgumentException($"The token for {relay.Url} is longer than {RelayServer.MaxTokenLength} characters, or has others than printable ASCII.");
        }
    }

    private RelayLink Create(RelayServer relay, bool isConfigured) => new(relay, isConfigured, _options, _inbox, _onChanged, _stop.Token);

    private bool TryMakeRoom()
    {
        var unused = _links.Values.FirstOrDefault(link => !link.IsConfigured && !link.IsNeeded);
        if (unused is null)
        {
            return false;
        }

        _links.Remove(unused.Url);
        _leaving.RemoveAll(task => task.IsCompleted);
        _leaving.Add(LeaveAsync(unused));
        return true;
    }

    private static async Task LeaveAsync(RelayLink link)
    {
        using (link)
        {
            await link.StopAsync().ConfigureAwait(false);
        }
    }
}
