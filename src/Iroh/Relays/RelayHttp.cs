using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using SoundTime.Iroh.Addresses;

namespace SoundTime.Iroh.Relays;

/// <summary>
/// How a relay's host is spoken to: straight, through no proxy, following no redirect, so that what it is told goes to it alone. A dot at the end of the
/// host says that the name is whole (iroh sheet, section 3.7): it is looked up with it, and named without it to TLS and HTTP, which know no such dot.
/// </summary>
internal sealed class RelayHttp : IDisposable
{
    private readonly RelayUrl _relay;
    private readonly TimeProvider _time;
    private readonly bool _isPublicOnly;
    private readonly SocketsHttpHandler _handler;

    /// <param name="relay">Which relay.</param>
    /// <param name="time">The clock.</param>
    /// <param name="isPublicOnly">Whether it may be at public addresses only, because a stranger named it.</param>
    public RelayHttp(RelayUrl relay, TimeProvider time, bool isPublicOnly)
    {
        _relay = relay;
        _time = time;
        _isPublicOnly = isPublicOnly;
        _handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            MaxResponseHeadersLength = RelayLimits.MaxHeaderKilobytes,
            MaxResponseDrainSize = RelayLimits.MaxPingBody,
            ConnectCallback = ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = CheckCertificate },
        };
        Invoker = new HttpMessageInvoker(_handler, disposeHandler: true);
    }

    public HttpMessageInvoker Invoker { get; }

    /// <summary>What is wrong with the certificate that the host showed; null where it is fine, or none was shown.</summary>
    public string? CertificateProblem { get; private set; }

    /// <summary>Whether it was not connected to because it is not at a public address.</summary>
    public bool IsNotPublic { get; private set; }

    /// <summary>Where the WebSocket is: the relay's path is replaced, its query is kept (iroh sheet, section 3.1).</summary>
    public Uri WebSocketUri => Build(_relay.Uri.Scheme == Uri.UriSchemeHttp ? Uri.UriSchemeWs : Uri.UriSchemeWss, RelayProtocol.Path, _relay.Uri.Query);

    /// <summary>What is asked to measure latency: host and port are the relay's, path and query are not (iroh sheet, section 3.5).</summary>
    public Uri PingUri => Build(_relay.Uri.Scheme, RelayProtocol.PingPath, "");

    public void Dispose() => Invoker.Dispose();

    private static string DescribeCertificate(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown)
        {
            return "it shows none";
        }

        var flaws = chain?.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status) ?? X509ChainStatusFlags.NoError;
        return flaws.HasFlag(X509ChainStatusFlags.NotTimeValid) ? $"it is good from {shown.NotBefore:yyyy-MM-dd} to {shown.NotAfter:yyyy-MM-dd} only"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? "it is for another host"
            : "no authority that this machine trusts has signed it";
    }

    private Uri Build(string scheme, string path, string query) =>
        new UriBuilder(scheme, _relay.Uri.IdnHost.TrimEnd('.'), _relay.Uri.Port, path) { Query = query }.Uri;

    private bool CheckCertificate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        CertificateProblem = errors == SslPolicyErrors.None ? null : DescribeCertificate(certificate, chain, errors);
        return CertificateProblem is null;
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await System.Net.Dns.GetHostAddressesAsync(_relay.Uri.IdnHost.Trim('[', ']'), cancellationToken).ConfigureAwait(false);
        if (_isPublicOnly)
        {
            var found = addresses.Length;
            addresses = Array.FindAll(addresses, PublicAddress.Is);
            IsNotPublic = found > 0 && addresses.Length == 0;
        }

        Exception failure = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in addresses.Take(RelayLimits.MaxHostAddresses))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var attempt = new CancellationTokenSource(RelayLimits.AddressTimeout, _time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(attempt.Token, cancellationToken);
            try
            {
                await socket.ConnectAsync(address, context.DnsEndPoint.Port, both.Token).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                failure = exception;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                socket.Dispose();
                failure = new SocketException((int)SocketError.TimedOut);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw failure;
    }
}
