using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SoundTime.Testing;

namespace SoundTime.Relay.Tests;

/// <summary>The relay's own TLS.</summary>
public sealed class TlsTests : RelayTest, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("soundtime-relay-").FullName;
    private readonly ManualTime _time = new();

    private CertificateFiles Files => new(Path.Combine(_folder, "cert.pem"), Path.Combine(_folder, "key.pem"));

    [Fact]
    public async Task A_renewed_certificate_is_shown_without_a_restart_and_a_broken_one_is_not()
    {
        var first = Write("first.example", age: 2);
        await using var relay = await StartAsync(Options with { Certificate = Files }, _time);
        Assert.Equal("https", relay.Url.Uri.Scheme);
        Assert.Equal(first, await ShownAsync(relay));

        await File.WriteAllTextAsync(Files.Certificate, "half written", Token);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first, await ShownAsync(relay));

        var second = Write("second.example", age: 1);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(second, await ShownAsync(relay));
    }

    [Fact]
    public async Task A_certificate_that_is_not_there_is_named_at_the_start()
    {
        var exception = await Assert.ThrowsAsync<RelayStartException>(() => StartAsync(Options with { Certificate = Files }));
        Assert.Equal(RelayStartFailure.Certificate, exception.Reason);
        Assert.Contains(Files.Certificate, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_is_taken_is_named_at_the_start()
    {
        await using var relay = await StartAsync();
        var exception = await Assert.ThrowsAsync<RelayStartException>(() => StartAsync(Options with { ListenOn = relay.EndPoint }));
        Assert.Equal(RelayStartFailure.Address, exception.Reason);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Writes a self-signed certificate; gives its hash.</summary>
    private string Write(string name, int age)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(_time.GetUtcNow().AddDays(-1), _time.GetUtcNow().AddDays(1));
        File.WriteAllText(Files.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Files.Key, key.ExportPkcs8PrivateKeyPem());
        // Written in the same moment they would look unchanged.
        File.SetLastWriteTimeUtc(Files.Certificate, _time.GetUtcNow().UtcDateTime.AddDays(-age));
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private static async Task<string> ShownAsync(RelayHost relay)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(relay.EndPoint, Token);
        string? shown = null;
        await using var tls = new SslStream(client.GetStream(), false, (_, certificate, _, _) =>
        {
            shown = certificate?.GetCertHashString(HashAlgorithmName.SHA256);
            return shown is not null;
        });
        await tls.AuthenticateAsClientAsync("relay.example");
        return shown!;
    }
}
