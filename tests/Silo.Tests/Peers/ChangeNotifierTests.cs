using Microsoft.Extensions.Logging;
using SoundTime.Grains.Peers;
using SoundTime.Silo.Peers;
using SoundTime.Storage.Peers;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

public sealed class ChangeNotifierTests : IAsyncLifetime
{
    private const string CatchUp = nameof(IPeerGrain.CatchUpAsync);

    /// <summary>The notifier's own clock, on which nothing else waits. That of the node stands still.</summary>
    private readonly ManualTime _time = new();
    private PeerNode? _node;
    private ChangeNotifier? _notifier;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    private ChangeNotifier Notifier => _notifier!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        await Node.AddTrackAsync(Music.Bytes(1));
        await LearnAsync(1, isOnline: true);
        await LearnAsync(2, isOnline: true);
        await LearnAsync(3, isOnline: false);
        _notifier = new ChangeNotifier(
            Node.Catalogue,
            Node.Stores.Peers,
            new PeerNotices(Node.Grains, _time, Node.Service<ILogger<PeerNotices>>()),
            _time,
            Node.Service<ILogger<ChangeNotifier>>());
        await Notifier.StartAsync(Cancellation);
        await WhenLookedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Notifier.StopAsync(CancellationToken.None);
        Notifier.Dispose();
        await Node.DisposeAsync();
    }

    [Fact]
    public async Task Online_peers_hear_of_an_import_at_once()
    {
        await Notifier.ImportedAsync(await Node.AddTrackAsync(Music.Bytes(2)), Cancellation);

        await AssertToldAsync();
    }

    [Fact]
    public async Task Online_peers_hear_of_an_import_in_another_process_within_ten_seconds()
    {
        await Node.AddTrackAsync(Music.Bytes(2));
        _time.Advance(ChangeNotifier.PollInterval);

        await AssertToldAsync();
    }

    [Fact]
    public async Task Nobody_is_told_while_nothing_changes()
    {
        for (var look = 0; look < 3; look++)
        {
            _time.Advance(ChangeNotifier.PollInterval);
            await WhenLookedAsync();
        }

        Assert.Equal(0, Told);
    }

    [Fact]
    public async Task Of_many_imports_while_peers_are_told_they_are_told_once_more()
    {
        var gate = new TaskCompletionSource();
        Node.Grains.Answer = _ => gate.Task;
        await Notifier.ImportedAsync(await Node.AddTrackAsync(Music.Bytes(2)), Cancellation);
        await AssertToldAsync();
        for (var i = 3; i < 20; i++)
        {
            await Notifier.ImportedAsync(await Node.AddTrackAsync(Music.Bytes(i)), Cancellation);
        }

        gate.SetResult();
        await AssertToldAsync();
        await WhenLookedAsync();

        Assert.Equal(4, Told);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_asked_for_again_and_no_change_is_forgotten()
    {
        await Node.BreakBlockListAsync();
        await Notifier.ImportedAsync(await Node.AddTrackAsync(Music.Bytes(2)), Cancellation);
        await Node.WhenLoggedAsync("peers are told later");
        await WhenLookedAsync();

        await Node.MendBlockListAsync();
        _time.Advance(ChangeNotifier.PollInterval);

        await AssertToldAsync();
    }

    private int Told => Node.Grains.All.Count(call => call.Name == CatchUp);

    private Task LearnAsync(int number, bool isOnline) =>
        Node.LearnAsync(new PeerRecord { Id = NodeId.Parse($"{number:x64}"), AddedAt = Node.Time.GetUtcNow(), IsOnline = isOnline });

    private async Task AssertToldAsync()
    {
        string[] told = [(await Node.Grains.NextAsync(CatchUp)).Grain, (await Node.Grains.NextAsync(CatchUp)).Grain];
        Assert.Equal([$"{1:x64}", $"{2:x64}"], told.Order());
    }

    /// <summary>Waits until changes were looked for.</summary>
    private Task WhenLookedAsync() => Node.UntilAsync(() => _time.HasTimerIn(ChangeNotifier.PollInterval));
}
