using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace SoundTime.Relay.Hosting;

/// <summary>The certificate for new connections. Its files are looked at again from time to time; a pair that cannot be used leaves the old one in place.</summary>
internal sealed class ReloadingCertificate
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private readonly CertificateFiles _files;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private SslServerAuthenticationOptions _options;
    private (DateTime Certificate, DateTime Key) _writtenAt;
    private long _lookedAt;

    /// <exception cref="RelayStartException">The files cannot be read or do not go together.</exception>
    public ReloadingCertificate(CertificateFiles files, TimeProvider time, ILogger logger)
    {
        _files = files;
        _time = time;
        _logger = logger;
        _lookedAt = time.GetTimestamp();
        try
        {
            _writtenAt = ReadTimes();
            _options = Load().Options;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            throw new RelayStartException(
                RelayStartFailure.Certificate,
                $"the certificate {files.Certificate} with the key {files.Key} cannot be used: {exception.Message} Both are PEM files that this user may read, the key without a password.",
                exception);
        }
    }

    /// <summary>What a connection that begins now is given.</summary>
    public SslServerAuthenticationOptions Current
    {
        get
        {
            lock (_lock)
            {
                if (_time.GetElapsedTime(_lookedAt) >= LookInterval)
                {
                    _lookedAt = _time.GetTimestamp();
                    Look();
                }

                return _options;
            }
        }
    }

    private static bool IsUnusable(Exception exception) => exception is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException;

    private (DateTime Certificate, DateTime Key) ReadTimes() => (File.GetLastWriteTimeUtc(_files.Certificate), File.GetLastWriteTimeUtc(_files.Key));

    private void Look()
    {
        var writtenAt = ReadTimes();
        if (writtenAt == _writtenAt)
        {
            return;
        }

        try
        {
            (_options, var until) = Load();
            // Only now: a pair that was found half written is tried again.
            _writtenAt = writtenAt;
            _logger.CertificateRenewed(until);
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            _logger.CertificateUnusable(exception.Message);
        }
    }

    private (SslServerAuthenticationOptions Options, DateTime Until) Load()
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(_files.Certificate);
        var certificate = X509Certificate2.CreateFromPemFile(_files.Certificate, _files.Key);
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        return (options, certificate.NotAfter);
    }
}
