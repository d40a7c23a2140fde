using SoundTime.Grains.Peers;
using SoundTime.Storage.Catalogue;
using SoundTime.Storage.Search;
using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <content>The search: the catalogue here and the choice of peers at once, then all chosen peers at once.</content>
public sealed partial class SearchGrain
{
    private const string OwnFailed = "The catalogue of this node could not be searched; the log says why.";
    private const string OwnLate = "The catalogue of this node did not answer in time; ask again.";
    private const string KnownFailed = "Which tracks of peers are in the catalogue here could not be read; the log says why.";

    private static readonly Dictionary<BlobHash, TrackHolders> Nothing = [];

    /// <summary>What came of asking each peer. Its part of routing is told at the end, so that nobody waits for that.</summary>
    private readonly List<(NodeId Peer, int Found, TimeSpan? Took)> _conduct = [];

    private async Task SearchAsync(CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(SearchLimits.Deadline, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await Task.WhenAll(FindHereAsync(stop.Token), FindAtPeersAsync(stop.Token, cancellationToken));
        }
        finally
        {
            EndRunning();
            _isComplete = true;
            Publish();
        }

        await Task.WhenAll(_conduct.Select(TellRoutingAsync));
    }

    /// <summary>What the catalogue here knows. A failure is named, and ends nothing else.</summary>
    private async Task FindHereAsync(CancellationToken stop)
    {
        try
        {
            var question = SearchQuestion.Parse(_question);
            var matches = question.IsEmpty ? [] : await index.FindTracksAsync(question, SearchScope.All, 0, SearchLimits.MaxOwnHits, stop);
            if (matches.Count > 0)
            {
                var holders = await catalogue.FindHoldersAsync([.. matches.Select(match => match.Found.Hash)], SearchLimits.MaxHolders, stop);
                _found.AddOwn(matches, holders);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            NoteFailure(OwnLate);
        }
        catch (Exception exception)
        {
            // Stores of different kinds fail in different ways.
            logger.OwnAnswerFailed(exception);
            NoteFailure(OwnFailed);
        }

        CountAndPublish();
    }

    private async Task FindAtPeersAsync(CancellationToken stop, CancellationToken abandoned)
    {
        if (options.Peers == 0)
        {
            return;
        }

        var peers = await ChooseAsync(stop);
        _asked = peers.Count;
        _found.Touch();
        Publish();
        await Task.WhenAll(peers.Select(peer => AskAsync(peer, stop, abandoned)));
    }

    /// <summary>Asks all parts, and takes the best of all. What parts do not answer in time is named.</summary>
    private async Task<IReadOnlyList<RoutedPeer>> ChooseAsync(CancellationToken stop)
    {
        Exception? failure = null;
        var failed = 0;
        var chosen = await Task.WhenAll(RoutingParts.Keys.Select(async key =>
        {
            try
            {
                return await GrainFactory.GetGrain<IRoutingGrain>(key).RouteAsync(_question, options.Peers, stop)
                    .WaitAsync(SearchLimits.RoutingWait, time, stop);
            }
            catch (Exception exception)
            {
                failure = exception;
                failed++;
                return [];
            }
        }));
        if (failure is not null && !stop.IsCancellationRequested)
        {
            logger.RoutingFailed(failure, failed, RoutingParts.Count);
            NoteFailure($"Which of the peers may know could not be found out for {failed} of {RoutingParts.Count} parts of them; the log says why.");
        }

        return
        [
            .. chosen.SelectMany(peers => peers)
                .OrderByDescending(peer => peer.HasFilter)
                .ThenByDescending(peer => peer.Score)
                .ThenBy(peer => peer.Peer, StringComparer.Ordinal)
                .Take(options.Peers),
        ];
    }

    /// <summary>Asks a peer, and notes what came of it. A failure costs its answer alone.</summary>
    private async Task AskAsync(RoutedPeer routed, CancellationToken stop, CancellationToken abandoned)
    {
        var peer = NodeId.Parse(routed.Peer);
        var startedAt = time.GetTimestamp();
        var reply = PeerReply.NotAsked;
        int? found = null;
        try
        {
            var answer = await link.AskAsync(peer, _question, SearchLimits.MaxMatchesOfPeer, stop);
            reply = answer.Reply;
            found = reply == PeerReply.Done ? await TakeInAsync(peer, answer.Tracks, stop) : null;
        }
        catch (Exception exception)
        {
            logger.AnswerNotTaken(exception, peer.ShortText);
        }

        var took = time.GetElapsedTime(startedAt);
        if (abandoned.IsCancellationRequested)
        {
            return;
        }

        _answered += found is null ? 0 : 1;
        _failed += found is null ? 1 : 0;
        CountAndPublish();
        if (found is not null || stop.IsCancellationRequested || IsOfPeer(reply))
        {
            _conduct.Add((peer, found ?? 0, found is null ? null : took));
        }
    }

    /// <summary>Whether it is the peer that did not answer as it should.</summary>
    private static bool IsOfPeer(PeerReply reply) => reply is not (PeerReply.Done or PeerReply.NotAsked or PeerReply.BlockedHere);

    /// <summary>Takes in what a peer answered, unless it was blocked meanwhile. Answers how many of its tracks match; null where they were not taken in.</summary>
    private async Task<int?> TakeInAsync(NodeId peer, IReadOnlyList<PeerMatch> tracks, CancellationToken stop)
    {
        if (await FindBlockedAsync([peer], stop) is not { Count: 0 })
        {
            return null;
        }

        var taken = tracks.Take(SearchLimits.MaxMatchesOfPeer).ToList();
        var (described, known) = taken.Count == 0 ? (taken, Nothing) : await CompareAsync(taken, stop);
        return _found.AddOfPeer(peer, described, known);
    }

    /// <summary>
    /// Which of these tracks are in the catalogue here; none where that cannot be read, which is named. Of those that a file of ours holds the catalogue says what they are: a peer could name
    /// them as whatever was asked for, and they come first.
    /// </summary>
    private async Task<(List<PeerMatch> Described, IReadOnlyDictionary<BlobHash, TrackHolders> Known)> CompareAsync(
        List<PeerMatch> tracks, CancellationToken stop)
    {
        try
        {
            var known = await catalogue.FindHoldersAsync([.. tracks.Select(track => track.Hash)], SearchLimits.MaxHolders, stop);
            var described = new List<PeerMatch>(tracks.Count);
            foreach (var track in tracks)
            {
                var isOurs = known.TryGetValue(track.Hash, out var holders) && holders.IsLocal && !_found.IsLocal(track.Hash);
                described.Add(isOurs && await catalogue.FindTrackAsync(track.Hash, stop) is { } own ? FoundTracks.DescriptionOf(own) : track);
            }

            return (described, known);
        }
        catch (Exception exception)
        {
            // Stores of different kinds fail in different ways, and what the peer answered is good without.
            logger.OwnAnswerFailed(exception);
            NoteFailure(KnownFailed);
            return (tracks, Nothing);
        }
    }

    private async Task TellRoutingAsync((NodeId Peer, int Found, TimeSpan? Took) conduct)
    {
        var (peer, found, took) = conduct;
        var part = RoutingParts.KeyOf(peer);
        using var limit = new CancellationTokenSource(SearchLimits.NoticeWait, time);
        try
        {
            await GrainFactory.GetGrain<IRoutingGrain>(part).AnsweredAsync(peer.ToString(), found, took, limit.Token);
        }
        catch (Exception exception)
        {
            // Only the order of peers in later searches depends on it.
            logger.RoutingNotTold(exception, part, peer.ShortText);
        }
    }

    /// <summary>Counts what is kept now, and wakes all who wait for it.</summary>
    private void CountAndPublish()
    {
        load.Count(_found.Count - _counted);
        _counted = _found.Count;
        _found.Touch();
        Publish();
    }
}
