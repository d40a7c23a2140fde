using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Relay.Tests;

/// <summary>Publishing and looking up addresses.</summary>
public sealed class DirectoryTests : RelayTest, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("soundtime-relay-").FullName;
    private readonly ManualTime _time = new();
    private readonly SecretKey _key = SecretKey.Generate();
    private readonly HttpClient _http = new();

    private RelayOptions WithDirectory => Options with { Directory = new DirectoryOptions(_folder) { Burst = 100 } };

    [Fact]
    public async Task What_a_node_publishes_is_found_by_its_id_also_after_a_restart()
    {
        var packet = Sign(_key);
        await using (var relay = await StartAsync(WithDirectory, _time))
        {
            Assert.Equal(HttpStatusCode.NotFound, await StatusOfGetAsync(relay, _key.NodeId));
            Assert.Equal(HttpStatusCode.NoContent, await PutAsync(relay, _key.NodeId, packet.Payload));
        }

        await using var again = await StartAsync(WithDirectory, _time);
        using var response = await _http.GetAsync(UrlOf(again, _key.NodeId), Token);
        Assert.Equal("application/x-pkarr-signed-packet", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(packet.Payload.ToArray(), await response.Content.ReadAsByteArrayAsync(Token));
    }

    [Fact]
    public async Task An_older_packet_is_accepted_and_does_not_replace_a_newer_one()
    {
        await using var relay = await StartAsync(WithDirectory, _time);
        var newer = Sign(_key);
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(relay, _key.NodeId, newer.Payload));
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(relay, _key.NodeId, Sign(_key, TimeSpan.FromSeconds(-1)).Payload));
        Assert.Equal(newer.Payload.ToArray(), await _http.GetByteArrayAsync(UrlOf(relay, _key.NodeId), Token));
    }

    [Fact]
    public async Task A_packet_that_is_wrong_in_any_way_is_a_bad_request()
    {
        await using var relay = await StartAsync(WithDirectory, _time);
        var packet = Sign(_key).Payload.ToArray();
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(relay, SecretKey.Generate().NodeId, packet));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(relay, _key.NodeId, packet.AsMemory(0, 71)));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(relay, _key.NodeId, new byte[SignedPacket.MaxPayload + 1]));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(relay, _key.NodeId, new byte[SignedPacket.MaxPayload + 1], withLength: false));
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(relay, _key.NodeId, Sign(_key, DirectoryOptions.MaxAhead + TimeSpan.FromSeconds(1)).Payload));
        packet[^1] ^= 1;
        Assert.Equal(HttpStatusCode.BadRequest, await PutAsync(relay, _key.NodeId, packet));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfGetAsync(relay, _key.NodeId));
        using var noId = await _http.GetAsync(new Uri(relay.Url.Uri, "pkarr/nobody"), Token);
        Assert.Equal(HttpStatusCode.BadRequest, noId.StatusCode);
    }

    [Fact]
    public async Task A_body_that_says_to_be_too_long_is_refused_before_it_is_sent()
    {
        await using var relay = await StartAsync(WithDirectory, _time);
        using var client = new TcpClient();
        await client.ConnectAsync(relay.EndPoint, Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"PUT {UrlOf(relay, _key.NodeId).AbsolutePath} HTTP/1.1\r\nHost: relay\r\nContent-Length: 1000000000\r\n\r\n"), Token);
        using var reader = new StreamReader(client.GetStream());
        Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_none_is_refused_and_no_error_of_the_relays()
    {
        using var log = new ErrorLog();
        using var loggers = LoggerFactory.Create(logging => logging.AddProvider(log));
        await using (var relay = await RelayHost.StartAsync(WithDirectory, loggers, _time, Token))
        {
            using var client = new TcpClient();
            await client.ConnectAsync(relay.EndPoint, Token);
            await client.GetStream().WriteAsync(
                Encoding.ASCII.GetBytes($"PUT {UrlOf(relay, _key.NodeId).AbsolutePath} HTTP/1.1\r\nHost: relay\r\nTransfer-Encoding: chunked\r\n\r\nno chunk\r\n"), Token);
            using var reader = new StreamReader(client.GetStream());
            Assert.StartsWith("HTTP/1.1 400", await reader.ReadLineAsync(Token), StringComparison.Ordinal);
        }

        Assert.Empty(log.Errors);
    }

    [Fact]
    public async Task One_address_publishes_twice_at_once_and_then_every_four_seconds()
    {
        await using var relay = await StartAsync(Options with { Directory = new DirectoryOptions(_folder) }, _time);
        Assert.Equal(HttpStatusCode.NoContent, await PublishAsync(relay));
        Assert.Equal(HttpStatusCode.NoContent, await PublishAsync(relay));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PublishAsync(relay));
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(HttpStatusCode.NoContent, await PublishAsync(relay));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PublishAsync(relay));
    }

    [Fact]
    public async Task Behind_a_proxy_each_client_has_a_rate_of_its_own_by_the_last_entry_alone()
    {
        await using var relay = await StartAsync(Options with { IsBehindProxy = true, Directory = new DirectoryOptions(_folder) { Burst = 1 } }, _time);
        Assert.Equal(HttpStatusCode.NoContent, await PublishAsync(relay, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PublishAsync(relay, "192.0.2.9, 192.0.2.1"));
        Assert.Equal(HttpStatusCode.NoContent, await PublishAsync(relay, "192.0.2.1, 192.0.2.2"));
    }

    [Fact]
    public async Task Without_a_proxy_nobody_gets_another_rate_by_naming_an_address()
    {
        await using var relay = await StartAsync(Options with { Directory = new DirectoryOptions(_folder) { Burst = 1 } }, _time);
        Assert.Equal(HttpStatusCode.NoContent, await PublishAsync(relay, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await PublishAsync(relay, "192.0.2.2"));
    }

    [Fact]
    public async Task A_packet_that_is_not_published_again_for_a_week_is_forgotten()
    {
        await using var relay = await StartAsync(WithDirectory, _time);
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(relay, _key.NodeId, Sign(_key).Payload));
        _time.Advance(DirectoryOptions.KeepFor);
        Assert.Equal(HttpStatusCode.OK, await StatusOfGetAsync(relay, _key.NodeId));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfGetAsync(relay, _key.NodeId));
        await UntilAsync(() => Directory.GetFiles(_folder).Length == 0);
    }

    [Fact]
    public async Task A_full_directory_forgets_what_was_published_longest_ago()
    {
        await using var relay = await StartAsync(Options with { Directory = new DirectoryOptions(_folder) { Burst = 100, MaxPackets = 2 } }, _time);
        var keys = Enumerable.Range(0, 3).Select(_ => SecretKey.Generate()).ToArray();
        foreach (var key in keys)
        {
            Assert.Equal(HttpStatusCode.NoContent, await PutAsync(relay, key.NodeId, Sign(key).Payload));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusOfGetAsync(relay, keys[0].NodeId));
        Assert.Equal(HttpStatusCode.OK, await StatusOfGetAsync(relay, keys[1].NodeId));
        Assert.Equal(HttpStatusCode.OK, await StatusOfGetAsync(relay, keys[2].NodeId));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task Where_nodes_are_listed_only_they_publish()
    {
        await using var relay = await StartAsync(WithDirectory with { AllowedNodes = [_key.NodeId] }, _time);
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(relay, _key.NodeId, Sign(_key).Payload));
        Assert.Equal(HttpStatusCode.Forbidden, await PublishAsync(relay));
    }

    [Fact]
    public async Task A_folder_with_other_files_in_it_is_read_and_they_stay()
    {
        var other = Path.Combine(_folder, "notes.txt");
        var damaged = Path.Combine(_folder, NodeIdText.ToZBase32(_key.NodeId));
        await File.WriteAllTextAsync(other, "mine", Token);
        await File.WriteAllBytesAsync(damaged, new byte[100], Token);
        await using var relay = await StartAsync(WithDirectory, _time);
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfGetAsync(relay, _key.NodeId));
        Assert.True(File.Exists(other));
    }

    [Fact]
    public async Task What_the_disk_does_not_take_is_not_acknowledged_and_leaves_nothing_behind()
    {
        await using var relay = await StartAsync(WithDirectory, _time);
        var inItsPlace = Directory.CreateDirectory(Path.Combine(_folder, NodeIdText.ToZBase32(_key.NodeId))).FullName;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await PutAsync(relay, _key.NodeId, Sign(_key).Payload));
        Assert.Equal(HttpStatusCode.NotFound, await StatusOfGetAsync(relay, _key.NodeId));
        Assert.Empty(Directory.GetFiles(_folder));

        Directory.Delete(inItsPlace);
        Assert.Equal(HttpStatusCode.NoContent, await PutAsync(relay, _key.NodeId, Sign(_key).Payload));
    }

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Uri UrlOf(RelayHost relay, NodeId node) => new(relay.Url.Uri, $"pkarr/{NodeIdText.ToZBase32(node)}");

    private SignedPacket Sign(SecretKey key, TimeSpan? ahead = null)
    {
        var microseconds = (_time.GetUtcNow() + (ahead ?? TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        return SignedPacket.Sign(key, (ulong)microseconds, new DnsMessage { Flags = DnsFlags.Response });
    }

    /// <summary>Publishes for a new node.</summary>
    private Task<HttpStatusCode> PublishAsync(RelayHost relay, string? forwardedFor = null)
    {
        var key = SecretKey.Generate();
        return PutAsync(relay, key.NodeId, Sign(key).Payload, forwardedFor: forwardedFor);
    }

    private async Task<HttpStatusCode> PutAsync(RelayHost relay, NodeId node, ReadOnlyMemory<byte> payload, bool withLength = true, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, UrlOf(relay, node)) { Content = new ReadOnlyMemoryContent(payload) };
        request.Headers.TransferEncodingChunked = !withLength;
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        using var response = await _http.SendAsync(request, Token);
        return response.StatusCode;
    }

    private async Task<HttpStatusCode> StatusOfGetAsync(RelayHost relay, NodeId node)
    {
        using var response = await _http.GetAsync(UrlOf(relay, node), Token);
        return response.StatusCode;
    }
}
