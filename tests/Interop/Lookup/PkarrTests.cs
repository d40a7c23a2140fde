using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using SoundTime.Interop.Tests.Support;
using SoundTime.Iroh;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;

namespace SoundTime.Interop.Tests.Lookup;

/// <summary>Against the npm package pkarr, at one address directory.</summary>
public sealed class PkarrTests : IAsyncLifetime
{
    private readonly byte[] _seed = [.. Enumerable.Range(1, SecretKey.Size).Select(value => (byte)value)];
    private readonly PkarrClient _client = new();
    private readonly SecretKey _key;
    private PacketDirectory _directory = null!;

    public PkarrTests() => _key = new SecretKey(_seed);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Name => $"_iroh.{NodeIdText.ToZBase32(_key.NodeId)}";

    public async ValueTask InitializeAsync() => _directory = await PacketDirectory.StartAsync(Token);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _directory.DisposeAsync();
    }

    [Fact(Timeout = 300_000)]
    public async Task What_we_publish_is_read()
    {
        using var end = new CancellationTokenSource();
        var source = new FixedAddress(NodeAddress.Parse($"{_key.NodeId}@192.0.2.1:7,[2001:db8::1]:8,https://relay.example./"));
        var publishing = new PkarrPublisher(_key, source, [_directory.Url], _client, NullLogger<PkarrPublisher>.Instance).RunAsync(end.Token);
        await _directory.Stored.WaitAsync(Token);
        var read = await RunAsync("get", _directory.Url.ToString(), NodeIdText.ToZBase32(_key.NodeId));
        await end.CancelAsync();
        await publishing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        var answers = read.GetProperty("answers").EnumerateArray().ToList();
        Assert.All(answers, answer => Assert.Equal((Name, "TXT", 30), (answer.GetProperty("name").GetString(), answer.GetProperty("type").GetString(), answer.GetProperty("ttl").GetInt32())));
        Assert.Equal(
            ["relay=https://relay.example./", "addr=192.0.2.1:7", "addr=[2001:db8::1]:8"],
            answers.Select(answer => Assert.Single(answer.GetProperty("data").EnumerateArray()).GetString()));
    }

    [Fact(Timeout = 300_000)]
    public async Task What_it_publishes_is_found()
    {
        var put = await RunAsync(
            "put", _directory.Url.ToString(), Convert.ToHexStringLower(_seed), "_iroh", "relay=https://relay.example./", "addr=192.0.2.1:7", "user-data=a friend", "color=blue");
        Assert.Equal(204, put.GetProperty("status").GetInt32());
        var address = await new PkarrLookup(_directory.Url, _client).FindAsync(_key.NodeId, Token);
        Assert.Equal($"{_key.NodeId}@192.0.2.1:7,https://relay.example./", address.ToString());
    }

    private static async Task<JsonElement> RunAsync(params string[] arguments)
    {
        var folder = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "Folder").Value!;
        return JsonSerializer.Deserialize<JsonElement>(await Programs.RunAsync("node", [Path.Combine(folder, "peer", "pkarr.mjs"), .. arguments], Token));
    }

    private sealed class FixedAddress(NodeAddress address) : INodeAddressSource
    {
        public NodeAddress Address => address;

        public async Task<NodeAddress> WaitForAddressChangeAsync(NodeAddress known, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return address;
        }
    }
}
