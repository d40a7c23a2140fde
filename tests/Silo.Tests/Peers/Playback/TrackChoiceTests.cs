using System.Collections.Concurrent;
using SoundTime.Api;
using SoundTime.Storage.Health;
using SoundTime.Storage.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>Five nodes hold the same track, by their account in different formats: whom a node with its real grains asks, in which order, and what it makes of their failures.</summary>
public sealed class TrackChoiceTests : IAsyncLifetime
{
    private const int Length = 1_500_000;

    private static readonly byte[] Bytes = Music.Bytes(Length);
    private static readonly BlobHash Hash = Music.HashOf(Bytes);

    private readonly List<TestPeer> _peers = [];
    private readonly ConcurrentQueue<int> _asked = new();
    private PeerNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    public async ValueTask InitializeAsync() => _node = await PeerNode.StartAsync(new PeerNodeSetup { HasGrains = true });

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        foreach (var peer in _peers)
        {
            await peer.DisposeAsync();
        }
    }

    private static readonly Dictionary<string, (Holder[] Holders, int[] Order)> Cases = new()
    {
        ["the best format, then the origin, then the others by format"] = (
            [new("mp3", 320), new("ogg", 500), new("flac", 900), new("aac", 256), new("wav", 1411)], [2, 0, 4, 1, 3]),
        ["who is online before any format"] = (
            [new("flac") { IsOnline = false }, new("mp3"), new("aac"), new("wma"), new("flac")], [4, 2, 1, 3, 0]),
        ["bitrate up to that of a CD, then sample rate"] = (
            [new("flac", 800, 192_000), new("flac", 1411, 44_100), new("flac", 5000, 96_000), new("flac", 1411, 48_000), new("flac", 900, 48_000)], [2, 0, 3, 1, 4]),
        ["of equals the fastest, then who delivered last"] = (
            [new("flac"), new("flac") { Rate = 5_000_000 }, new("flac"), new("flac") { Rate = 10_000_000 }, new("flac") { DeliveredMinutesAgo = 5 }], [3, 0, 1, 4, 2]),
        ["who sent wrong bytes after all others"] = (
            [new("mp3", 128), new("mp3", 192), new("flac") { Failed = 1 }, new("mp3", 320), new("aac")], [4, 0, 3, 1, 2]),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public async Task Copies_are_asked_in_the_order_of_the_rules(string rule)
    {
        var (holders, order) = Cases[rule];
        foreach (var holder in holders)
        {
            await AddAsync(holder, stream =>
            {
                stream.AbortWrite(5);
                return Task.CompletedTask;
            });
        }

        Assert.Equal(TrackContentFailure.Refused, (await WhyNotAsync()).Reason);

        Assert.Equal(order, _asked);
    }

    [Fact]
    public async Task The_chosen_one_of_five_is_killed_in_the_middle_and_the_listener_hears_exactly_the_track()
    {
        var forever = new TaskCompletionSource();
        foreach (var (format, number) in new[] { "mp3", "ogg", "flac", "aac", "opus" }.Select((format, number) => (format, number)))
        {
            await AddAsync(new Holder(format) { DeliveredMinutesAgo = number == 2 ? 1 : null }, async stream =>
            {
                await stream.WriteAsync(TestPeer.Header(Length), Cancellation);
                await stream.WriteAsync(Bytes.AsMemory(0, number == 2 ? Length / 2 : Length), Cancellation);
                await (number == 2 ? forever.Task : Task.CompletedTask);
            });
        }

        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);
        var heard = new byte[Length / 2];
        await listener.ReadExactlyAsync(heard, Cancellation);
        await _peers[2].Endpoint.DisposeAsync();
        forever.SetResult();

        Assert.True(heard.Concat(await ReadAsync(listener)).SequenceEqual(Bytes));
        Assert.Equal([2, 0], _asked);
        await Node.Fetches.WhenIdleAsync(Cancellation);
        var strike = Assert.Single(await Node.Stores.Health.ListStrikesAsync(Hash, Cancellation));
        Assert.Equal((_peers[2].Id, 1, CopyFailure.BrokeOff), (strike.Peer, strike.Count, strike.LastFailure));
        Assert.Equal(TrackHealthState.Healthy, (await Node.Stores.Health.FindAsync(Hash, Cancellation)).State);
    }

    [Fact]
    public async Task A_peer_that_is_blocked_is_not_asked_and_that_is_said()
    {
        await AddAsync(new Holder("flac"), stream => stream.WriteAsync(TestPeer.Header(Length), Cancellation).AsTask());
        await Node.Stores.Blocks.AddAsync(new Storage.Blocking.BlockRequest(_peers[0].Id.ToString(), null), Cancellation);

        Assert.Equal(TrackContentFailure.Blocked, (await WhyNotAsync()).Reason);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task A_track_that_failed_three_times_is_gone_while_nobody_who_has_it_is_online_and_plays_again_when_one_is()
    {
        var isRefusing = true;
        await AddAsync(new Holder("flac"), async stream =>
        {
            if (isRefusing)
            {
                stream.AbortWrite(5);
                return;
            }

            await stream.WriteAsync(TestPeer.Header(Length), Cancellation);
            await stream.WriteAsync(Bytes, Cancellation);
        });
        for (var failure = 0; failure < 3; failure++)
        {
            Assert.Equal(TrackContentFailure.Refused, (await WhyNotAsync()).Reason);
            Node.Time.Advance(TimeSpan.FromMinutes(1));
        }

        var record = (await Node.Stores.Peers.FindAsync(_peers[0].Id, Cancellation))!;
        await Node.LearnAsync(record with { IsOnline = false });
        Assert.Equal(TrackContentFailure.Dereferenced, (await WhyNotAsync()).Reason);

        isRefusing = false;
        await Node.LearnAsync(record with { IsOnline = true });
        await using var listener = await Node.Fetches.OpenAsync(Hash, Cancellation);
        Assert.True((await ReadAsync(listener)).AsSpan().SequenceEqual(Bytes));
        await Node.Fetches.WhenIdleAsync(Cancellation);
        Assert.Equal(TrackHealthState.Recovered, (await Node.Stores.Health.FindAsync(Hash, Cancellation)).State);
    }

    private async Task AddAsync(Holder holder, Func<Iroh.IrohStream, Task> answer)
    {
        var number = _peers.Count;
        var peer = new TestPeer(async (_, stream, message) =>
        {
            if (message is FetchTrack)
            {
                _asked.Enqueue(number);
                await answer(stream);
            }
        });
        _peers.Add(peer);
        await Node.LearnAsync(new PeerRecord
        {
            Id = peer.Id,
            AddedAt = Node.Time.GetUtcNow(),
            IsOnline = holder.IsOnline,
            Hosts = [.. peer.Address.Hosts.Select(host => host.ToString())],
            FailedDeliveries = holder.Failed,
            DeliveryRate = holder.Rate,
            DeliveredAt = holder.DeliveredMinutesAgo is { } minutes ? Node.Time.GetUtcNow() - TimeSpan.FromMinutes(minutes) : null,
        });
        var announcement = Music.Announcement(Hash, Length) with { Format = holder.Format, Bitrate = holder.Bitrate, SampleRate = holder.SampleRate };
        await Node.Catalogue.RecordAnnouncementsAsync(peer.Id, [announcement], Cancellation);
    }

    private async Task<TrackContentException> WhyNotAsync()
    {
        await Node.Fetches.WhenIdleAsync(Cancellation);
        var failure = await Assert.ThrowsAsync<TrackContentException>(() => Node.Fetches.OpenAsync(Hash, Cancellation));
        await Node.Fetches.WhenIdleAsync(Cancellation);
        return failure;
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var all = new MemoryStream();
        await stream.CopyToAsync(all, Cancellation);
        return all.ToArray();
    }

    private sealed record Holder(string Format, int? Bitrate = null, int? SampleRate = null)
    {
        public bool IsOnline { get; init; } = true;

        public long? Rate { get; init; }

        public int? DeliveredMinutesAgo { get; init; }

        public int Failed { get; init; }
    }
}
