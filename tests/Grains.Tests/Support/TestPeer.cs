using SoundTime.Grains.Peers;
using SoundTime.Wire;

namespace SoundTime.Grains.Tests.Support;

/// <summary>A peer as the link reaches it: what it does, and what was done to it.</summary>
internal sealed class TestPeer(NodeId id, TestNode node)
{
    public const int PageSize = 10;

    /// <summary>Changes of ours that it has processed and still has.</summary>
    private readonly HashSet<long> _has = [];

    public NodeId Id => id;

    public string Key => id.ToString();

    public IPeerGrain Grain => node.Factory.GetGrain<IPeerGrain>(Key);

    /// <summary>What it answers, to whatever it is asked.</summary>
    public PeerReply Reply { get; set; } = PeerReply.Done;

    /// <summary>What it answers to pages, where that is something else.</summary>
    public PeerReply? PageReply { get; set; }

    /// <summary>What it answers to filters, where that is something else.</summary>
    public PeerReply? FilterReply { get; set; }

    /// <summary>What it answers to requests for its catalogue, where that is something else.</summary>
    public PeerReply? RequestReply { get; set; }

    public long TrackCount { get; set; }

    public string? Version { get; set; } = "0.1.7";

    /// <summary>Whom it names.</summary>
    public List<string> Names { get; } = [];

    /// <summary>Holds answers to Pings, while it is set.</summary>
    public TaskCompletionSource? PingGate { get; set; }

    /// <summary>Holds pages after they were processed and before that is said, while it is set.</summary>
    public TaskCompletionSource? PageGate { get; set; }

    /// <summary>When it was pinged.</summary>
    public List<DateTimeOffset> Pings { get; } = [];

    /// <summary>When it was asked for its catalogue.</summary>
    public List<DateTimeOffset> Requests { get; } = [];

    /// <summary>When peers were exchanged with it.</summary>
    public List<DateTimeOffset> Exchanges { get; } = [];

    public List<SentPage> Pages { get; } = [];

    /// <summary>When it was sent a filter, and which.</summary>
    public List<(DateTimeOffset At, long Version)> Filters { get; } = [];

    /// <summary>Holds filters after they were taken and before that is said, while it is set.</summary>
    public TaskCompletionSource? FilterGate { get; set; }

    /// <summary>Up to which change it has all of ours.</summary>
    public long Processed
    {
        get
        {
            var last = 0L;
            while (_has.Contains(last + 1))
            {
                last++;
            }

            return last;
        }
    }

    public void LoseItsDatabase() => _has.Clear();

    public async Task<PingResult> PingAsync(CancellationToken cancellationToken)
    {
        Pings.Add(node.Time.GetUtcNow());
        if (PingGate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        return Reply == PeerReply.Done ? new PingResult(Reply, TrackCount, Version, null) : new PingResult(Reply, null, null, "It does not answer.");
    }

    public async Task<SentChanges> SendChangesAsync(long after, ChangeMessage message, DateTimeOffset? since, CancellationToken cancellationToken)
    {
        var end = node.LastChange;
        var reply = PageReply ?? Reply;
        var last = reply == PeerReply.Done ? Math.Min(after + PageSize, end) : after;
        Pages.Add(new SentPage(node.Time.GetUtcNow(), after, last, message, since));
        for (var change = after + 1; change <= last; change++)
        {
            _has.Add(change);
        }

        if (PageGate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        return new SentChanges(reply, last, (int)(last - after), last >= end, reply == PeerReply.Done ? null : "It went away.");
    }

    public async Task<SentFilter> SendFilterAsync(long known, CancellationToken cancellationToken)
    {
        var version = node.FilterVersion;
        if (version == 0 || version == known)
        {
            return new SentFilter(PeerReply.Done, version, null);
        }

        Filters.Add((node.Time.GetUtcNow(), version));
        if (FilterGate is { } gate)
        {
            await gate.Task.WaitAsync(cancellationToken);
        }

        var reply = FilterReply ?? Reply;
        return reply == PeerReply.Done ? new SentFilter(reply, version, null) : new SentFilter(reply, 0, "It went away.");
    }

    public PeerReply RequestCatalogue()
    {
        var reply = RequestReply ?? Reply;
        if (reply == PeerReply.Done)
        {
            Requests.Add(node.Time.GetUtcNow());
        }

        return reply;
    }

    public ExchangedPeers ExchangePeers()
    {
        Exchanges.Add(node.Time.GetUtcNow());
        return new ExchangedPeers(Reply, [.. Names], null);
    }
}
