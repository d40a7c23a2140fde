using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Relays;

namespace SoundTime.Iroh.Dialling;

/// <summary>Where a node may be: the places that were given, and those that lookups find, each as soon as it is known.</summary>
internal sealed class PlaceSearch(NodeAddress given, IrohEndpointOptions options, RelayTransport? relays)
{
    /// <summary>How long the places that were given have for themselves before lookups are asked: those that are still right answer within it.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(500);

    // Bounded by the lookups and the caps of NodeAddress.
    private readonly Channel<IReadOnlyList<DatagramAddress>> _places =
        Channel.CreateUnbounded<IReadOnlyList<DatagramAddress>>();

    private readonly TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _named = new();
    private readonly ConcurrentQueue<Exception> _unresolved = new();
    private readonly ConcurrentQueue<IOException> _lookupFailures = new();

    /// <summary>The places, in batches; completed when there are no more to come.</summary>
    public ChannelReader<IReadOnlyList<DatagramAddress>> Places => _places.Reader;

    /// <summary>The places as they were named, for people.</summary>
    public string Named => string.Join(", ", _named.Distinct());

    /// <summary>Why lookups could not be asked; null where all could.</summary>
    public IOException? LookupFailure => _lookupFailures.TryPeek(out var failure) ? failure : null;

    /// <summary>Why a named place could not be resolved; null where all could.</summary>
    public Exception? ResolveFailure => _unresolved.TryPeek(out var failure) ? failure : null;

    /// <summary>Ends the head start: what was given does not answer.</summary>
    public void Hurry() => _hurry.TrySetResult();

    /// <summary>Searches to the end, or until it is cancelled. How it ended is told by <see cref="Places"/>.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(ResolveAsync(given, cancellationToken), LookUpAsync(cancellationToken)).ConfigureAwait(false);
            _places.Writer.Complete();
        }
        catch (OperationCanceledException)
        {
            _places.Writer.Complete();
        }
        catch (Exception exception)
        {
            // For whoever reads the places.
            _places.Writer.Complete(exception);
        }
    }

    private async Task LookUpAsync(CancellationToken cancellationToken)
    {
        if (options.AddressLookups.Count == 0)
        {
            return;
        }

        if (!given.IsEmpty)
        {
            await Task.WhenAny(Task.Delay(HeadStart, options.TimeProvider, cancellationToken), _hurry.Task).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }

        await Task.WhenAll(options.AddressLookups.Select(lookup => AskAsync(lookup, cancellationToken))).ConfigureAwait(false);
    }

    /// <summary>Asks one lookup. If it fails, that hides nothing of what the others find.</summary>
    private async Task AskAsync(IAddressLookup lookup, CancellationToken cancellationToken)
    {
        try
        {
            var found = await lookup.FindAsync(given.Id, cancellationToken).ConfigureAwait(false);
            await ResolveAsync(found with { Id = given.Id }, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            _lookupFailures.Enqueue(exception);
        }
    }

    private async Task ResolveAsync(NodeAddress address, CancellationToken cancellationToken)
    {
        var ready = new List<DatagramAddress>();
        var names = new List<Task>();
        foreach (var host in address.Hosts.Take(NodeAddress.MaxHosts))
        {
            _named.Enqueue(host.ToString());
            if (IPAddress.TryParse(host.Name, out var ip))
            {
                AddDirect(ready, ip, host.Port);
            }
            else
            {
                names.Add(ResolveNameAsync(host, cancellationToken));
            }
        }

        if (relays is not null)
        {
            foreach (var relay in address.Relays.Take(NodeAddress.MaxRelays))
            {
                _named.Enqueue(relay.Text);
                ready.Add(relays.AddressOf(relay, address.Id));
            }
        }

        Tell(ready);
        await Task.WhenAll(names).ConfigureAwait(false);
    }

    private async Task ResolveNameAsync(NodeHost host, CancellationToken cancellationToken)
    {
        try
        {
            var addresses = await System.Net.Dns.GetHostAddressesAsync(host.Name, cancellationToken).ConfigureAwait(false);
            var places = new List<DatagramAddress>();
            foreach (var ip in addresses.Take(NodeAddress.MaxHosts))
            {
                AddDirect(places, ip, host.Port);
            }

            Tell(places);
        }
        catch (SocketException exception)
        {
            _unresolved.Enqueue(exception);
        }
    }

    /// <summary>Adds a place unless it is a forged stand-in, which would lead to somebody else's relay.</summary>
    private static void AddDirect(List<DatagramAddress> places, IPAddress ip, int port)
    {
        var place = new DatagramAddress(ip, port);
        if (!RelayTransport.IsStandIn(place))
        {
            places.Add(place);
        }
    }

    private void Tell(List<DatagramAddress> places)
    {
        if (places.Count > 0)
        {
            _places.Writer.TryWrite(places);
        }
    }
}
