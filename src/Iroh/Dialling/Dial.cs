using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Quic;
using SoundTime.Wire;

namespace SoundTime.Iroh.Dialling;

/// <summary>
/// One dial: all places of a node at once, those that lookups find joining in as they come. The first that answers with the right key wins; where that is a
/// relay, what the lookups still find goes to the connection, which moves to a direct path if one works.
/// </summary>
internal sealed class Dial(EndpointLoop loop, NodeId node, PlaceSearch search, TimeProvider time)
{
    private readonly TaskCompletionSource<IrohConnection> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<DatagramAddress> _places = [];
    private readonly HashSet<DatagramAddress> _wrong = [];
    private (IrohConnection Connection, Task<IrohConnection> Connecting)? _attempt;
    private IrohConnectException? _failure;

    /// <summary>The connection, or why there is none: an <see cref="IrohConnectException"/>, or that the caller gave it up.</summary>
    public Task<IrohConnection> Connected => _connected.Task;

    /// <summary>Dials, and searches on while that is of use; never fails.</summary>
    /// <param name="cancellationToken">Gives the dial up; a connection that stands is kept.</param>
    /// <param name="stopping">Ends everything.</param>
    public async Task RunAsync(CancellationToken cancellationToken, CancellationToken stopping)
    {
        using var limit = new CancellationTokenSource(QuicLimits.HandshakeTimeout, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stopping);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellationToken);
        var searching = search.RunAsync(end.Token);
        try
        {
            var connection = await ConnectAsync(either.Token).ConfigureAwait(false);
            _connected.SetResult(connection);
            if (!connection.Path.IsDirect)
            {
                await foreach (var places in search.Places.ReadAllAsync(end.Token).ConfigureAwait(false))
                {
                    connection.AddPlaces(places);
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                _connected.TrySetCanceled(cancellationToken);
            }
            else
            {
                _connected.TrySetException(stopping.IsCancellationRequested ? Closed() : TimedOut(exception));
            }
        }
        catch (IrohConnectException exception)
        {
            _connected.TrySetException(exception.Reason == ConnectFailure.TimedOut ? TimedOut(exception) : exception);
        }
        catch (Exception exception)
        {
            // A bug in a lookup. It is the caller's to hear of; a connection that stands needs no lookup.
            _connected.TrySetException(exception);
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
            await searching.ConfigureAwait(false);
        }
    }

    private async Task<IrohConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var more = search.Places.WaitToReadAsync(cancellationToken).AsTask();
        while (true)
        {
            if (_attempt is { } attempt && await HasEndedAsync(attempt.Connecting, more).ConfigureAwait(false))
            {
                if (await TryFinishAsync(attempt.Connection, attempt.Connecting, cancellationToken).ConfigureAwait(false) is { } connection)
                {
                    return connection;
                }
            }
            else if (!await more.ConfigureAwait(false))
            {
                throw _failure ?? Nowhere();
            }
            else
            {
                TakePlaces(cancellationToken);
                more = search.Places.WaitToReadAsync(cancellationToken).AsTask();
            }
        }
    }

    /// <summary>Whether it is the attempt's turn, rather than that of further places: it has ended, or no more places come.</summary>
    private static async Task<bool> HasEndedAsync(Task connecting, Task<bool> more) =>
        await Task.WhenAny(connecting, more).ConfigureAwait(false) == connecting || more is { IsCompletedSuccessfully: true, Result: false };

    private void TakePlaces(CancellationToken cancellationToken)
    {
        while (search.Places.TryRead(out var found))
        {
            var added = found.Where(place => !_wrong.Contains(place) && _places.Count < CandidatePaths.MaxPaths && _places.Add(place)).ToList();
            if (_attempt is { } attempt)
            {
                attempt.Connection.AddPlaces(added);
            }
            else if (added.Count > 0)
            {
                Start(cancellationToken);
            }
        }
    }

    private void Start(CancellationToken cancellationToken)
    {
        var connection = new IrohConnection(loop, node, [.. _places]);
        _attempt = (connection, connection.ConnectAsync(cancellationToken));
    }

    /// <summary>Gives the connection if it stands. Where somebody else answered at one place, the others are dialled again without that one.</summary>
    private async Task<IrohConnection?> TryFinishAsync(IrohConnection connection, Task<IrohConnection> connecting, CancellationToken cancellationToken)
    {
        try
        {
            return await connecting.ConfigureAwait(false);
        }
        catch (IrohConnectException exception) when (
            exception.Reason is ConnectFailure.WrongIdentity or ConnectFailure.NoCommonProtocol or ConnectFailure.Refused or ConnectFailure.NoAddress)
        {
            _failure = exception;
            _wrong.UnionWith(connection.AnsweredAt is { } place ? [place] : _places);
            _places.ExceptWith(_wrong);
            _attempt = null;
            if (_places.Count > 0)
            {
                Start(cancellationToken);
            }
            else
            {
                search.Hurry();
            }

            return null;
        }
    }

    private IrohConnectException Nowhere()
    {
        if (search.LookupFailure is { } failure)
        {
            return new IrohConnectException(
                ConnectFailure.NoAddress, node, $"Where node {node.ShortText} is could not be looked up: {failure.Message}", failure);
        }

        return new IrohConnectException(
            ConnectFailure.NoAddress,
            node,
            search.ResolveFailure is { } unresolved
                ? $"The host names of node {node.ShortText} cannot be resolved: {unresolved.Message}"
                : $"No address of node {node.ShortText} is known. Give one as {node.ShortText}…@host:port.",
            search.ResolveFailure);
    }

    private IrohConnectException TimedOut(Exception exception)
    {
        var tried = search.Named;
        var where = tried.Length > 0 ? $" It was tried at {tried}." : "";
        return new IrohConnectException(
            ConnectFailure.TimedOut,
            node,
            $"Node {node.ShortText} did not answer within {QuicLimits.HandshakeTimeout.TotalSeconds:0} seconds; check that it is on, and that UDP reaches it.{where}",
            exception);
    }

    private IrohConnectException Closed() => new(ConnectFailure.EndpointUnavailable, node, "This endpoint is closed.");
}
