using System.Net;
using SoundTime.Iroh.Identity;
using SoundTime.Wire;

namespace SoundTime.Iroh.Lookup;

/// <summary>
/// Speaks with address directories over HTTP (iroh sheet, section 5.3): a packet lies at <c>&lt;directory&gt;/&lt;z-base-32 of the id&gt;</c>. One instance
/// serves a whole process; redirects are not followed.
/// </summary>
public sealed class PkarrClient : IDisposable
{
    /// <summary>How long a directory may take to answer, its whole answer included.</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(4);

    /// <summary>After this time a connection is made anew, so that a directory that moved is found.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Most connections to one directory; further questions wait.</summary>
    private const int MaxConnections = 8;

    /// <summary>Longest headers of an answer, in KiB.</summary>
    private const int MaxHeaders = 16;

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>Makes no connection yet.</summary>
    public PkarrClient(TimeProvider? timeProvider = null)
    {
        _time = timeProvider ?? TimeProvider.System;
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectLimit,
            PooledConnectionLifetime = ConnectionLifetime,
            MaxConnectionsPerServer = MaxConnections,
            MaxResponseHeadersLength = MaxHeaders,
        };
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>The packet that a directory has of a node, verified; null where it has none.</summary>
    /// <exception cref="IOException">It could not be asked, or answered with something else.</exception>
    public async Task<SignedPacket?> GetAsync(Uri directory, NodeId node, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, UrlOf(directory, node));
        return await SendAsync(directory, request, ReadAsync, cancellationToken).ConfigureAwait(false);

        async Task<SignedPacket?> ReadAsync(HttpResponseMessage response, CancellationToken token)
        {
            if (response.StatusCode == HttpStatusCode.NotFound)
            {
                return null;
            }

            if (response.StatusCode != HttpStatusCode.OK)
            {
                throw Unexpected(directory, response);
            }

            var payload = new byte[SignedPacket.MaxPayload + 1];
            await using var body = await response.Content.ReadAsStreamAsync(token).ConfigureAwait(false);
            var length = await body.ReadAtLeastAsync(payload, payload.Length, throwOnEndOfStream: false, token).ConfigureAwait(false);
            try
            {
                return SignedPacket.ReadPayload(node, payload.AsSpan(0, length));
            }
            catch (SignedPacketException exception)
            {
                throw new IOException($"{directory} answered with no packet of this node. {exception.Message}", exception);
            }
        }
    }

    /// <summary>Hands a packet to a directory. It is accepted as well where the directory has a newer one already.</summary>
    /// <exception cref="IOException">It could not be reached, or did not take the packet.</exception>
    public async Task PutAsync(Uri directory, SignedPacket packet, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(packet);
        using var request = new HttpRequestMessage(HttpMethod.Put, UrlOf(directory, packet.Signer)) { Content = new ReadOnlyMemoryContent(packet.Payload) };
        await SendAsync(
            directory,
            request,
            (response, _) => response.IsSuccessStatusCode ? Task.FromResult(true) : throw Unexpected(directory, response),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes its connections.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(
        Uri directory, HttpRequestMessage request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(AnswerLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await read(response, either.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new IOException($"{directory} could not be reached: {exception.Message}", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"{directory} did not answer within {AnswerLimit.TotalSeconds:0} seconds.", exception);
        }
    }

    private static Uri UrlOf(Uri directory, NodeId node) => new($"{directory.AbsoluteUri.TrimEnd('/')}/{NodeIdText.ToZBase32(node)}");

    private static IOException Unexpected(Uri directory, HttpResponseMessage response) =>
        new($"{directory} answered with status {(int)response.StatusCode}; check that it is the URL of an address directory.");
}
