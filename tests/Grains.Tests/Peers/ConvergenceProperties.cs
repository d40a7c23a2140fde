using FsCheck;
using FsCheck.Fluent;
using SoundTime.Grains.Peers;
using SoundTime.Grains.Tests.Support;
using SoundTime.Storage;

namespace SoundTime.Grains.Tests.Peers;

/// <summary>Whatever happens in whatever order: the position is never ahead of what the peer has processed, and once it is quiet the peer has all.</summary>
public sealed class ConvergenceProperties
{
    private enum Happening
    {
        TracksChange,
        TracksChangeUnnoticed,
        SecondsPass,
        MinutesPass,
        HoursPass,
        PeerIsSeen,
        PeerGoesAway,
        PeerStopsTakingPages,
        PeerComesBack,
        PeerHoldsPages,
        PeerGoesOnWithPages,
        PeerAsksForAll,
        PeerLosesItsDatabaseAndAsksForAll,
        AdminResyncs,
        AdminForgets,
        AdminBlocks,
        AdminUnblocks,
        NodeIsKilled,
        NodeIsRestarted,
        PositionsCannotBeWritten,
        RecordsCannotBeWritten,
        CatalogueCannotBeRead,
        BlockListCannotBeRead,
        StoresWorkAgain,
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Positions_are_never_ahead_and_all_converges_when_it_is_quiet() =>
        await Properties.ForAllAsync(Gen.Elements(Enum.GetValues<Happening>()).ListOf(40), CheckAsync, cases: 100);

    private static async Task CheckAsync(IReadOnlyList<Happening> happenings)
    {
        await using var node = await TestNode.StartAsync(new Random(happenings.Count));
        node.LastChange = 25;
        var peer = await node.MeetAsync();
        var story = new List<string>();
        foreach (var happening in happenings)
        {
            story.Add($"{happening}");
            try
            {
                await HappenAsync(happening, node, peer);
            }
            catch (Exception exception) when (exception is IOException or StorageException)
            {
                // A store fails, in the grain or while the runtime makes it: the caller is told, and nothing else may come of it.
            }

            await node.AdvanceAsync(TimeSpan.Zero);
            var position = node.States.PositionsOf(peer)?.SentPosition;
            story.Add($"{position} of {peer.Processed}");
            Assert.True((position ?? 0) <= peer.Processed, $"The position is ahead: {string.Join(", ", story)}.");
        }

        await CalmAsync(node, peer);
        Assert.Equal(node.LastChange, peer.Processed);
        Assert.Equal(node.LastChange, node.States.PositionsOf(peer)!.SentPosition);
        Assert.Null(node.States.PositionsOf(peer)!.CatalogueEnd);
        Assert.True(node.PeerStore[peer.Id]!.IsOnline);
    }

    private static async Task HappenAsync(Happening happening, TestNode node, TestPeer peer)
    {
        switch (happening)
        {
            case Happening.TracksChange:
                node.LastChange += 7;
                await peer.Grain.CatchUpAsync(Cancel);
                break;
            case Happening.TracksChangeUnnoticed:
                node.LastChange += 13;
                break;
            case Happening.SecondsPass:
                await node.AdvanceAsync(TimeSpan.FromSeconds(7));
                break;
            case Happening.MinutesPass:
                await node.AdvanceAsync(TimeSpan.FromMinutes(6));
                break;
            case Happening.HoursPass:
                await node.AdvanceAsync(TimeSpan.FromHours(2));
                break;
            case Happening.PeerIsSeen:
                await peer.Grain.SeenAsync("192.0.2.1:4433", Cancel);
                break;
            case Happening.PeerGoesAway:
                peer.Reply = PeerReply.Unreachable;
                break;
            case Happening.PeerStopsTakingPages:
                peer.PageReply = PeerReply.TimedOut;
                break;
            case Happening.PeerComesBack:
                peer.Reply = PeerReply.Done;
                peer.PageReply = null;
                break;
            case Happening.PeerHoldsPages:
                peer.PageGate ??= new TaskCompletionSource();
                break;
            case Happening.PeerGoesOnWithPages:
                GoOnWithPages(peer);
                break;
            case Happening.PeerAsksForAll:
                await peer.Grain.CatalogueRequestedAsync(Cancel);
                break;
            case Happening.PeerLosesItsDatabaseAndAsksForAll:
                await LoseDatabaseAsync(node, peer);
                break;
            case Happening.AdminResyncs:
                await peer.Grain.ResyncAsync(Cancel);
                break;
            case Happening.AdminForgets:
                await peer.Grain.ForgetAsync(Cancel);
                break;
            case Happening.AdminBlocks:
                node.Blocks.Block(peer.Id);
                await peer.Grain.BlockedAsync(Cancel);
                break;
            case Happening.AdminUnblocks:
                node.Blocks.Unblock(peer.Id);
                await peer.Grain.WakeAsync(Cancel);
                break;
            default:
                await ChangeNodeAsync(happening, node, peer);
                break;
        }
    }

    private static async Task ChangeNodeAsync(Happening happening, TestNode node, TestPeer peer)
    {
        switch (happening)
        {
            case Happening.NodeIsKilled:
                await node.KillAsync();
                await peer.Grain.WakeAsync(Cancel);
                break;
            case Happening.NodeIsRestarted:
                await node.RestartAsync();
                await peer.Grain.WakeAsync(Cancel);
                break;
            case Happening.PositionsCannotBeWritten:
                node.States.Faults.IsFailing = true;
                break;
            case Happening.RecordsCannotBeWritten:
                node.PeerStore.Faults.IsFailing = true;
                break;
            case Happening.CatalogueCannotBeRead:
                node.CatalogueFaults.IsFailing = true;
                break;
            case Happening.BlockListCannotBeRead:
                node.Blocks.Faults.IsFailing = true;
                break;
            default:
                EndFaults(node);
                break;
        }
    }

    /// <summary>Only where the request for all can be kept: a peer repeats it until it is.</summary>
    private static async Task LoseDatabaseAsync(TestNode node, TestPeer peer)
    {
        EndFaults(node);
        peer.LoseItsDatabase();
        await peer.Grain.CatalogueRequestedAsync(Cancel);
        if ((await peer.Grain.DescribeSyncAsync(Cancel)).IsSending)
        {
            // One more sending is to follow the one under way, whose position may be ahead until it does.
            GoOnWithPages(peer);
            peer.Reply = PeerReply.Done;
            peer.PageReply = null;
            await node.AdvanceAsync(TimeSpan.FromMinutes(2));
        }
    }

    private static void GoOnWithPages(TestPeer peer)
    {
        var gate = peer.PageGate;
        peer.PageGate = null;
        gate?.SetResult();
    }

    private static void EndFaults(TestNode node) =>
        node.States.Faults.IsFailing = node.PeerStore.Faults.IsFailing = node.CatalogueFaults.IsFailing = node.Blocks.Faults.IsFailing = false;

    private static async Task CalmAsync(TestNode node, TestPeer peer)
    {
        EndFaults(node);
        GoOnWithPages(peer);
        peer.Reply = PeerReply.Done;
        peer.PageReply = null;
        node.Blocks.Unblock(peer.Id);
        await node.AdvanceAsync(TimeSpan.FromMinutes(2));
        await peer.Grain.SeenAsync("192.0.2.1:4433", Cancel);
        await node.AdvanceAsync(TimeSpan.FromMinutes(7));
    }
}
