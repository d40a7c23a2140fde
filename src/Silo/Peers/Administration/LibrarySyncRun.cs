using System.Globalization;
using SoundTime.Api;
using SoundTime.Grains.Peers;
using SoundTime.Storage.Blocking;
using SoundTime.Storage.Catalogue;
using SoundTime.Wire;

namespace SoundTime.Silo.Peers;

/// <summary>
/// One library sync: asks the peer, has both catalogues sent anew, and watches until ours is there and the peer's is here. The work is done by
/// the peer's grain, and goes on there however the watching ends.
/// </summary>
/// <param name="peer">With whom.</param>
/// <param name="grain">Its grain.</param>
/// <param name="catalogue">Counts what is here.</param>
/// <param name="blocks">Whether it was blocked meanwhile.</param>
/// <param name="time">The clock.</param>
/// <param name="report">Told how far it is.</param>
internal sealed class LibrarySyncRun(
    NodeId peer, IPeerGrain grain, ICatalogue catalogue, IBlockList blocks, TimeProvider time, Action<LibrarySyncProgress> report)
{
    private readonly long _startedAt = time.GetTimestamp();

    /// <summary>Runs to the end.</summary>
    /// <exception cref="LibrarySyncException">It failed; the reason says why.</exception>
    public async Task<LibrarySyncResult> RunAsync(CancellationToken cancellationToken)
    {
        report(new LibrarySyncProgress(0, Total: null, "Asking the peer"));
        var known = await catalogue.CountCopiesAsync(peer, cancellationToken);
        var ping = await CallAsync(grain.PingAsync(cancellationToken), cancellationToken);
        if (ping.Reply != PeerReply.Done)
        {
            throw new LibrarySyncException(LibrarySyncFailure.NoAnswer, $"The peer did not answer: {PeerReplyText.Of(ping)}");
        }

        var expected = ping.TrackCount ?? 0;
        var before = await CallAsync(grain.DescribeSyncAsync(cancellationToken), cancellationToken);
        await grain.ResyncAsync(cancellationToken).WaitAsync(LibrarySyncPace.Call, time, cancellationToken);
        var count = await WatchAsync(before.SentAt, expected, cancellationToken);
        return new LibrarySyncResult(
            Math.Max(count - known, 0), Math.Min(count, known), Math.Max(expected - count, 0), time.GetElapsedTime(_startedAt));
    }

    /// <summary>Waits for both catalogues. Answers how many of the peer's tracks are here.</summary>
    private async Task<long> WatchAsync(DateTimeOffset? sentBefore, long expected, CancellationToken cancellationToken)
    {
        var ours = (await catalogue.CountAsync(cancellationToken)).LocalTracks;
        var countSince = new Unchanged<long>(time);
        var allSince = new Unchanged<(long Count, PeerSync Sync)>(time);
        while (true)
        {
            if (await blocks.IsBlockedAsync(peer, cancellationToken))
            {
                throw new LibrarySyncException(LibrarySyncFailure.Blocked, "The peer was blocked.");
            }

            var sync = await CallAsync(grain.DescribeSyncAsync(cancellationToken), cancellationToken);
            var count = await catalogue.CountCopiesAsync(peer, cancellationToken);
            var isSent = ours == 0 || (sync is { IsSending: false, SentPosition: > 0, SentAt: not null } && sync.SentAt != sentBefore);
            report(new LibrarySyncProgress(count, expected, DescribePhase(isSent, sync)));

            var (stalled, quiet) = (countSince.For(count), allSince.For((count, sync)));
            var isQuiet = !sync.IsSending && (stalled >= LibrarySyncPace.Stalled || quiet >= LibrarySyncPace.Quiet);
            if (isSent && (count >= expected || isQuiet))
            {
                return count;
            }

            ThrowIfOver(isQuiet, sync);
            await Task.Delay(LibrarySyncPace.Poll, time, cancellationToken);
        }
    }

    private void ThrowIfOver(bool isQuiet, PeerSync sync)
    {
        if (isQuiet)
        {
            throw new LibrarySyncException(
                LibrarySyncFailure.NotTaken,
                string.Create(CultureInfo.InvariantCulture, $"The peer took {sync.SentSinceStart} of our tracks, and then no more. It gets the others when it answers again."));
        }

        if (time.GetElapsedTime(_startedAt) >= LibrarySyncPace.Longest)
        {
            throw new LibrarySyncException(LibrarySyncFailure.TooLong, "It took too long to be watched any further; the catalogues are exchanged all the same.");
        }
    }

    private static string DescribePhase(bool isSent, PeerSync sync) => isSent
        ? "Receiving the peer's catalogue"
        : string.Create(CultureInfo.InvariantCulture, $"Sending our catalogue, {sync.SentSinceStart} tracks so far");

    private Task<T> CallAsync<T>(Task<T> call, CancellationToken cancellationToken) => call.WaitAsync(LibrarySyncPace.Call, time, cancellationToken);
}
