using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SoundTime.Bench;

/// <summary>Debian's <c>gtlsserver</c>, ngtcp2's own example server, on a free port of the loopback.</summary>
internal sealed class GtlsServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(20);

    private readonly ChildProcess _process;
    private readonly Task _discarding;

    private GtlsServer(ChildProcess process, int port)
    {
        _process = process;
        _discarding = process.DiscardOutputAsync();
        Port = port;
    }

    public int Port { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime => _process.ProcessorTime;

    /// <summary>Starts it over a folder of files. Ends when it listens.</summary>
    /// <param name="folder">Where its key, its certificate and its log go.</param>
    /// <param name="served">What it serves.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<GtlsServer> StartAsync(string folder, string served, CancellationToken cancellationToken)
    {
        var (key, certificate) = await WriteCertificateAsync(folder, cancellationToken);
        var port = FindFreePort();
        var process = ChildProcess.Start(folder, "gtlsserver", "-q", "-d", served, "127.0.0.1", $"{port}", key, certificate);
        var server = new GtlsServer(process, port);
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(StartLimit);
            while (!IPGlobalProperties.GetIPGlobalProperties().GetActiveUdpListeners().Any(listener => listener.Port == port))
            {
                if (process.HasEnded)
                {
                    await process.WaitAsync(cancellationToken);
                }

                await Task.Delay(LookInterval, TimeProvider.System, limit.Token);
            }

            return server;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await server.DisposeAsync();
            throw new BenchException("gtlsserver does not listen.");
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _discarding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<(string Key, string Certificate)> WriteCertificateAsync(string folder, CancellationToken cancellationToken)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        var paths = (Key: Path.Combine(folder, "key.pem"), Certificate: Path.Combine(folder, "certificate.pem"));
        await File.WriteAllTextAsync(paths.Key, key.ExportPkcs8PrivateKeyPem(), cancellationToken);
        await File.WriteAllTextAsync(paths.Certificate, certificate.ExportCertificatePem(), cancellationToken);
        return paths;
    }

    private static int FindFreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
