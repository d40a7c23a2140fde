using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Iroh.Tests.Support;
using SoundTime.Testing;

namespace SoundTime.Iroh.Tests.Lookup;

public sealed class PkarrPublisherTests : IAsyncLifetime
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private readonly ManualTime _time = new();
    private readonly SecretKey _key = SecretKey.Generate();
    private readonly ListLogger<PkarrPublisher> _log = new();
    private readonly CancellationTokenSource _end = new();
    private PkarrClient _client = null!;
    private DirectoryServer _server = null!;
    private Source _source = null!;
    private PkarrPublisher? _publisher;
    private Task _running = Task.CompletedTask;

    public async ValueTask InitializeAsync()
    {
        _client = new PkarrClient(_time);
        _server = await DirectoryServer.StartAsync();
        _source = new Source(NodeAddress.Parse($"{_key.NodeId}@192.0.2.1:7,https://relay.example/"));
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Assert.True(_running.IsCanceled || _publisher is null);
        _client.Dispose();
        await _server.DisposeAsync();
        _end.Dispose();
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task The_address_is_published_at_once_and_again_while_it_does_not_change()
    {
        Publish(_server);
        var first = await TakeAsync();
        Assert.Equal(_source.Address.ToString(), Read(first));
        await WaitAsync(PkarrPublisher.Interval);
        var now = _time.GetUtcNow();
        Assert.Equal(new PublicationStatus(_server.Url, now, null, now + PkarrPublisher.Interval), _publisher!.Status.Single());

        await PassAsync(PkarrPublisher.Interval);
        var second = await TakeAsync();
        Assert.True(second.IsNewerThan(first));
        Assert.Equal(_source.Address.ToString(), Read(second));
        Assert.Equal((LogLevel.Information, $"Published at {_server.Url}: {_source.Address}"), Assert.Single(_log.Entries));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task A_change_is_published_once_it_has_settled()
    {
        Publish(_server);
        await TakeAsync();
        await WaitAsync(PkarrPublisher.Interval);
        _source.Set(NodeAddress.Parse($"{_key.NodeId}@192.0.2.2:7"));
        await WaitAsync(PkarrPublisher.SettlingPause);
        _source.Set(NodeAddress.Parse($"{_key.NodeId}@192.0.2.3:7"));
        await PassAsync(PkarrPublisher.SettlingPause);
        Assert.Equal($"{_key.NodeId}@192.0.2.3:7", Read(await TakeAsync()));
        await WaitAsync(PkarrPublisher.Interval);
        Assert.True(_server.HasNoPut);
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Nothing_is_published_while_there_is_nothing_to_say()
    {
        var address = _source.Address;
        _source.Set(new NodeAddress(_key.NodeId, [new NodeHost("host.example", 7)]));
        Publish(_server);
        await Waiting.UntilAsync(() => _source.Waiting == 1, Token);
        Assert.Equal(new PublicationStatus(_server.Url, null, null, null), _publisher!.Status.Single());
        _time.Advance(PkarrPublisher.Interval);
        Assert.True(_server.HasNoPut);

        _source.Set(address);
        await WaitAsync(PkarrPublisher.SettlingPause);
        await PassAsync(PkarrPublisher.SettlingPause);
        Assert.Equal(address.ToString(), Read(await TakeAsync()));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task After_failures_it_is_tried_again_after_as_many_seconds()
    {
        _server.PutStatus = 500;
        Publish(_server);
        for (var failures = 1; failures <= 3; failures++)
        {
            await TakeAsync();
            var pause = TimeSpan.FromSeconds(failures);
            await WaitAsync(pause);
            var status = _publisher!.Status.Single();
            Assert.Equal((null, _time.GetUtcNow() + pause), (status.LastSuccess, status.NextTry));
            Assert.Contains("status 500", status.Problem, StringComparison.Ordinal);
            _server.PutStatus = failures == 3 ? 204 : 500;
            await PassAsync(pause);
        }

        await TakeAsync();
        await WaitAsync(PkarrPublisher.Interval);
        Assert.Null(_publisher!.Status.Single().Problem);

        _server.PutStatus = 429;
        await PassAsync(PkarrPublisher.Interval);
        await TakeAsync();
        await WaitAsync(TimeSpan.FromSeconds(1));
        Assert.Equal([LogLevel.Warning, LogLevel.Information, LogLevel.Warning], _log.Entries.Select(entry => entry.Level));
    }

    [Fact(Timeout = Waiting.TestLimit)]
    public async Task Directories_are_independent_of_each_other()
    {
        await using var other = await DirectoryServer.StartAsync();
        other.PutStatus = 500;
        Publish(other, _server);
        await other.TakePutAsync();
        await TakeAsync();
        await Waiting.UntilAsync(() => _publisher!.Status.All(status => status.NextTry is not null), Token);
        Assert.Equal([other.Url, _server.Url], _publisher!.Status.Select(status => status.Directory));
        Assert.Equal([false, true], _publisher!.Status.Select(status => status.Problem is null));
    }

    [Theory(Timeout = Waiting.TestLimit)]
    [InlineData(200)]
    [InlineData(500)]
    public async Task A_clock_that_was_set_back_does_not_make_packets_older_than_the_directory_has(int statusOfFirst)
    {
        var anHourAhead = (ulong)((_time.GetUtcNow() + TimeSpan.FromHours(1) - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
        var earlier = SignedPacket.Sign(_key, anHourAhead, NodeRecords.Write(_source.Address));
        _server.Serve(statusOfFirst, earlier.Payload.ToArray());
        Publish(_server);
        Assert.Equal(statusOfFirst == 200, (await TakeAsync()).IsNewerThan(earlier));

        _server.Serve(earlier);
        await PassAsync(PkarrPublisher.Interval);
        Assert.True((await TakeAsync()).IsNewerThan(earlier));
    }

    [Fact]
    public void Times_of_packets_grow_also_where_the_clock_stands_or_goes_back()
    {
        var clock = new Clock { Now = DateTimeOffset.UnixEpoch.AddSeconds(5) };
        var timestamp = new GrowingTimestamp(clock);
        Assert.Equal((5_000_000UL, 5_000_001UL), (timestamp.Next(), timestamp.Next()));
        clock.Now = DateTimeOffset.UnixEpoch.AddSeconds(-5);
        Assert.Equal(5_000_002UL, timestamp.Next());
        clock.Now = DateTimeOffset.UnixEpoch.AddSeconds(6);
        Assert.Equal(6_000_000UL, timestamp.Next());
    }

    private void Publish(params DirectoryServer[] servers)
    {
        _publisher = new PkarrPublisher(_key, _source, servers.Select(server => server.Url), _client, _log, _time);
        _running = _publisher.RunAsync(_end.Token);
    }

    /// <summary>The next packet that arrived; its signature is good.</summary>
    private async Task<SignedPacket> TakeAsync()
    {
        var (path, body) = await _server.TakePutAsync();
        Assert.Equal($"/pkarr/{NodeIdText.ToZBase32(_key.NodeId)}", path);
        return SignedPacket.ReadPayload(_key.NodeId, body);
    }

    private string Read(SignedPacket packet) => NodeRecords.Read(_key.NodeId, NodeRecords.NameOf(_key.NodeId), packet.Records.Answers).ToString();

    private Task WaitAsync(TimeSpan pause) => Waiting.UntilAsync(() => _time.HasTimerIn(pause), Token);

    private async Task PassAsync(TimeSpan pause)
    {
        await WaitAsync(pause);
        _time.Advance(pause);
    }

    private sealed class Source(NodeAddress address) : INodeAddressSource
    {
        private readonly Lock _gate = new();
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _waiting;

        public NodeAddress Address { get; private set; } = address;

        public int Waiting => Volatile.Read(ref _waiting);

        public void Set(NodeAddress address)
        {
            lock (_gate)
            {
                Address = address;
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }

        public async Task<NodeAddress> WaitForAddressChangeAsync(NodeAddress known, CancellationToken cancellationToken)
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (!ReferenceEquals(known, Address))
                    {
                        return Address;
                    }

                    changed = _changed.Task;
                }

                Interlocked.Increment(ref _waiting);
                await changed.WaitAsync(cancellationToken);
            }
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
