using SoundTime.Iroh;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Peers;

/// <summary>
/// What this node asks of peers. Every message is ended with FIN before its answer is read, every answer is read to its end (protocol sheet,
/// section 14), and every wait has a limit (weakness W6).
/// </summary>
internal sealed class PeerClient(PeerConnections connections, TimeProvider time)
{
    /// <summary>How long a peer may take to be connected to and to answer, or to begin its answer.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(10);

    /// <summary>How long a peer may take to take in a message: a Rust node fetches the covers of a whole page before it is done.</summary>
    public static readonly TimeSpan ProcessingLimit = TimeSpan.FromMinutes(1);

    /// <summary>Asks whether the peer is there.</summary>
    /// <exception cref="PeerRequestException">It did not answer.</exception>
    public async Task<Pong> PingAsync(NodeId peer, CancellationToken cancellationToken) =>
        await AskAsync(peer, Ping.Instance, WireLimits.MaxPongBytes, cancellationToken) as Pong
            ?? throw new PeerRequestException(PeerRequestFailure.BadAnswer, peer, $"Node {peer.ShortText} answered a Ping with something else.");

    /// <summary>Tells a peer whom we know, and gives the ids that it names: claims, at most <see cref="WireLimits.MaxPeers"/>.</summary>
    /// <exception cref="PeerRequestException">It did not answer.</exception>
    public async Task<IReadOnlyList<string>> ExchangePeersAsync(NodeId peer, IReadOnlyList<string> known, CancellationToken cancellationToken) =>
        await AskAsync(peer, new PeerExchange(known), WireLimits.MaxPeerExchangeBytes, cancellationToken) is PeerExchange answer
            ? answer.Peers
            : throw new PeerRequestException(PeerRequestFailure.BadAnswer, peer, $"Node {peer.ShortText} answered an exchange of peers with something else.");

    /// <summary>Asks for tracks that match a text. What the peer answers is its claim: at most <see cref="WireLimits.MaxSearchResults"/> results, none of them checked.</summary>
    /// <exception cref="PeerRequestException">It did not answer, or answered something else.</exception>
    public async Task<SearchResults> SearchAsync(NodeId peer, string query, uint limit, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString();
        return await AskAsync(peer, new SearchQuery(id, query, limit), WireLimits.MaxSearchResultsBytes, cancellationToken) is SearchResults answer && answer.RequestId == id
            ? answer
            : throw new PeerRequestException(PeerRequestFailure.BadAnswer, peer, $"Node {peer.ShortText} answered a search with something else.");
    }

    /// <summary>Asks for the whole catalogue of a peer, which then comes on a connection that the peer opens.</summary>
    /// <exception cref="PeerRequestException">The peer did not take the request.</exception>
    public Task RequestCatalogueAsync(NodeId peer, CancellationToken cancellationToken) =>
        SendAsync(peer, ConnectionPurpose.Request, Frame.Encode(RequestCatalog.Instance), AnswerLimit, cancellationToken);

    /// <summary>
    /// Asks for the bytes of a track, and waits until the answer begins. A <see cref="PeerAnswer.Length"/> of 0 says that the peer does not have
    /// it. The bytes that follow are unverified, and may be more or fewer; limits on their reading are the caller's.
    /// </summary>
    /// <exception cref="PeerRequestException">It did not answer.</exception>
    public async Task<PeerAnswer> FetchTrackAsync(NodeId peer, BlobHash hash, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(AnswerLimit, time, cancellationToken);
        try
        {
            var answer = await AskAsync(peer, ConnectionPurpose.Fetch, Frame.Encode(new FetchTrack(hash.ToString())), limit.Token);
            if (answer.Length is null)
            {
                await answer.DisposeAsync();
                throw new PeerRequestException(PeerRequestFailure.BadAnswer, peer, $"Node {peer.ShortText} answered nothing at all.");
            }

            return answer;
        }
        catch (OperationCanceledException exception) when (limit.HasPassed)
        {
            throw TimedOut(peer, AnswerLimit, exception);
        }
    }

    /// <summary>Sends a message that has no answer. Returns when the peer has processed it (weakness W21).</summary>
    /// <exception cref="PeerRequestException">It was not, or nobody knows.</exception>
    public Task SendAsync(NodeId peer, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken) =>
        SendAsync(peer, ConnectionPurpose.Push, frame, ProcessingLimit, cancellationToken);

    private async Task SendAsync(
        NodeId peer, ConnectionPurpose purpose, ReadOnlyMemory<byte> frame, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(longest, time, cancellationToken);
        try
        {
            await using var answer = await AskAsync(peer, purpose, frame, limit.Token);
            await answer.ReadEndAsync(limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.HasPassed)
        {
            throw TimedOut(peer, longest, exception);
        }
    }

    private async Task<Message> AskAsync(NodeId peer, Message message, int maxAnswerBytes, CancellationToken cancellationToken)
    {
        using var limit = new TimeLimit(AnswerLimit, time, cancellationToken);
        try
        {
            await using var answer = await AskAsync(peer, ConnectionPurpose.Request, Frame.Encode(message), limit.Token);
            return await answer.ReadMessageAsync(maxAnswerBytes, limit.Token);
        }
        catch (OperationCanceledException exception) when (limit.HasPassed)
        {
            throw TimedOut(peer, AnswerLimit, exception);
        }
    }

    /// <summary>Sends a message and waits for the first bytes of the answer. A pooled connection that turns out dead is tried anew, once.</summary>
    private async Task<PeerAnswer> AskAsync(NodeId peer, ConnectionPurpose purpose, ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        while (true)
        {
            var lease = await connections.RentAsync(peer, purpose, cancellationToken);
            IrohStream? stream = null;
            try
            {
                stream = await lease.Connection.OpenStreamAsync(cancellationToken);
                await stream.WriteAsync(frame, cancellationToken);
                stream.CompleteWrites();
                return new PeerAnswer(peer, lease, stream, await ReadLengthAsync(stream, cancellationToken));
            }
            catch (Exception exception)
            {
                if (stream is not null)
                {
                    await stream.DisposeAsync();
                }

                lease.Dispose();
                var failure = PeerRequestException.From(exception, peer);
                if (failure is not { Reason: PeerRequestFailure.ConnectionLost } || lease.IsNew)
                {
                    throw failure ?? exception;
                }
            }
        }
    }

    private static async Task<uint?> ReadLengthAsync(IrohStream stream, CancellationToken cancellationToken)
    {
        var header = new byte[Frame.HeaderBytes];
        var read = await stream.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellationToken);
        return read switch
        {
            0 => null,
            Frame.HeaderBytes => Frame.ReadLength(header),
            _ => throw new WireException(WireError.NotJson, "The answer ends within its length."),
        };
    }

    private static PeerRequestException TimedOut(NodeId peer, TimeSpan limit, Exception exception) =>
        new(PeerRequestFailure.TimedOut, peer, $"Node {peer.ShortText} did not answer within {limit.TotalSeconds:0} seconds.", exception);
}
