using NSubstitute;
using SoundTime.Grains.Tracks;
using SoundTime.Import;
using SoundTime.Silo.Guardian;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Peers;
using SoundTime.Testing;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Guardian;

public sealed class FindingKeeperTests : IAsyncLifetime
{
    private static readonly NodeId Peer = NodeId.Parse(new string('7', 64));

    private readonly ManualTime _time = new();
    private readonly ITrackLink _link = Substitute.For<ITrackLink>();
    private readonly CollectedLog<FindingKeeper> _log = new();
    private HeldFiles? _held;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private HeldFiles Held => _held!;

    private IIntegrityStore Findings => Held.Stores.Integrity;

    public async ValueTask InitializeAsync() => _held = await HeldFiles.OpenAsync(_time, Cancel);

    public ValueTask DisposeAsync() => Held.DisposeAsync();

    [Fact]
    public async Task A_rotten_blob_is_fetched_again_once_a_peer_that_has_it_is_online()
    {
        var hash = await SetAsideAsync();
        await SavePeerAsync(isOnline: false);
        _link.FetchAsync(hash, Arg.Any<CancellationToken>()).Returns(FetchOutcome.Delivered);
        using var keeper = Create();

        await keeper.StartAsync(Cancel);
        await WaitForPassAsync();
        await _link.DidNotReceiveWithAnyArgs().FetchAsync(hash, Cancel);
        await SavePeerAsync(isOnline: true);
        _time.Advance(FindingKeeper.Interval);

        await Waiting.UntilAsync(async () => (await Findings.ListOpenAsync(Cancel)).Count == 0, Cancel);
        await WaitForPassAsync();
        await keeper.StopAsync(Cancel);
        await _link.Received(1).FetchAsync(hash, Arg.Any<CancellationToken>());
        Assert.Empty(Held.Blobs.ListSetAside());
    }

    [Fact]
    public async Task After_a_fetch_in_vain_it_waits_before_the_next()
    {
        var hash = await SetAsideAsync();
        await SavePeerAsync(isOnline: true);
        _link.FetchAsync(hash, Arg.Any<CancellationToken>()).Returns(FetchOutcome.NoneDelivered);
        using var keeper = Create();

        await keeper.StartAsync(Cancel);
        await WaitForPassAsync();
        for (var passed = TimeSpan.Zero; passed < FindingKeeper.RetryDelay - FindingKeeper.Interval; passed += FindingKeeper.Interval)
        {
            _time.Advance(FindingKeeper.Interval);
            await WaitForPassAsync();
        }

        await _link.Received(1).FetchAsync(hash, Arg.Any<CancellationToken>());
        _time.Advance(FindingKeeper.Interval);
        await WaitForPassAsync();
        await keeper.StopAsync(Cancel);
        await _link.Received(2).FetchAsync(hash, Arg.Any<CancellationToken>());
        Assert.Equal(FindingKind.RottenBlob, Assert.Single(await Findings.ListOpenAsync(Cancel)).Kind);
    }

    [Fact]
    public async Task At_the_start_it_says_in_a_line_what_is_open_and_when_the_last_scrub_was()
    {
        await Findings.RecordRottenAsync(await Held.AddFileAsync("a.flac"), Cancel);
        await SetAsideAsync();
        await Findings.SaveProgressAsync(new ScrubProgress { RoundStartedAt = _time.GetUtcNow(), RoundEndedAt = _time.GetUtcNow() }, Cancel);
        using var keeper = Create();

        await keeper.StartAsync(Cancel);
        await WaitForPassAsync();
        _time.Advance(FindingKeeper.Interval);
        await WaitForPassAsync();
        await keeper.StopAsync(Cancel);

        var line = Assert.Single(_log.Lines);
        Assert.StartsWith("Files that are not right: 1 rotten, 0 missing, 0 unreadable; 1 blobs; 0 strays.", line, StringComparison.Ordinal);
        // What was set aside is not here any more, so that soundtime verify names it no second time.
        Assert.Contains("GET /api/admin/integrity names them", line, StringComparison.Ordinal);
        Assert.EndsWith("The last scrub ended at 2026-03-01 12:00:00Z.", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_is_open_it_says_that()
    {
        using var keeper = Create();

        await keeper.StartAsync(Cancel);
        await WaitForPassAsync();
        await keeper.StopAsync(Cancel);

        Assert.Equal("Nothing is known to be wrong with any file. No scrub has begun yet.", Assert.Single(_log.Lines));
    }

    private FindingKeeper Create()
    {
        var stores = Held.Stores;
        var check = new IntegrityCheck(stores.Catalogue, Held.Blobs, new ReadBudget(null, _time), []);
        return new FindingKeeper(
            Findings, new FindingReview(Findings, stores.Catalogue, Held.Blobs, check), stores.Catalogue, stores.Peers, Held.Blobs, _link, _time, _log);
    }

    private async Task<BlobHash> SetAsideAsync()
    {
        var hash = await Held.AddBlobAsync(1);
        HeldFiles.Rot(Held.PathOf(hash), 3);
        Assert.True(Held.Blobs.SetAside(hash));
        await Held.Stores.Catalogue.RecordAnnouncementsAsync(
            Peer,
            [new TrackAnnouncement { Hash = hash.ToString(), Title = "T", ArtistName = "A", DurationSecs = 1, Format = "mp3", FileSize = 1000, OriginNode = Peer.ToString() }],
            Cancel);
        return hash;
    }

    private Task<bool> SavePeerAsync(bool isOnline) => Held.Stores.Peers.SaveAsync(
        new PeerRecord { Id = Peer, Trust = PeerTrust.Trusted, AddedAt = _time.GetUtcNow(), IsOnline = isOnline }, Cancel);

    /// <summary>Waits until all findings were gone through, and the next time is set.</summary>
    private Task WaitForPassAsync() => Waiting.UntilAsync(() => _time.HasTimerIn(FindingKeeper.Interval), Cancel, _time.ToString);
}
