using SoundTime.Wire;

namespace SoundTime.Grains.Search;

/// <summary>Bounds of questions: how long they take, how many there are, and what is kept of their answers.</summary>
public static class SearchLimits
{
    /// <summary>Most peers that one question may be set to ask (<see cref="SearchOptions.Peers"/>).</summary>
    public const int MaxPeers = 50;

    /// <summary>Most tracks of the catalogue here that are shown beside those of peers.</summary>
    public const int MaxOwnHits = 100;

    /// <summary>Most tracks that a peer is asked for, and that are taken of its answer: what Rust nodes answer at most.</summary>
    public const int MaxMatchesOfPeer = 100;

    /// <summary>Most tracks in the answer to one question, about 2 MB; what comes later is left out.</summary>
    public const int MaxHits = 2_000;

    /// <summary>Most holders that are named of a track.</summary>
    public const int MaxHolders = 50;

    /// <summary>Most questions that a process works on at once; more are told to come again.</summary>
    public const int MaxRunning = 64;

    /// <summary>Most tracks in the answers that a process keeps, about 100 MB: of more, answers are kept no longer than they are read.</summary>
    public const int MaxHitsInAll = 100_000;

    /// <summary>Most filters that a process loads at once; the store has other work too.</summary>
    public const int MaxLoads = 4;

    /// <summary>Largest filter that is looked up, in bytes: larger ones do not cross the wire.</summary>
    public const int MaxFilterBytes = WireLimits.MaxBloomBytes;

    /// <summary>
    /// Largest share of the terms that are not in a filter and seem to be, for which the filter is looked up. One that says yes to more, all ones or far too full, says nothing: its peer counts
    /// as one that has none.
    /// </summary>
    public const double MaxFalsePositiveRate = 0.5;

    /// <summary>How long a question may take in all.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <summary>How long the choice of peers is waited for: a part that does not answer by then is left out.</summary>
    public static readonly TimeSpan RoutingWait = TimeSpan.FromSeconds(2);

    /// <summary>How long the same question is answered from what it found the first time, counted from its start.</summary>
    public static readonly TimeSpan KeepTime = TimeSpan.FromSeconds(30);

    /// <summary>How long someone who reads may take from one read to the next. When nobody reads for longer, nobody waits.</summary>
    public static readonly TimeSpan ReadPause = TimeSpan.FromSeconds(2);

    /// <summary>How often what parts know of their peers is compared with the store.</summary>
    public static readonly TimeSpan SynchronizePause = TimeSpan.FromMinutes(1);

    /// <summary>How long a part may take to note what happened.</summary>
    public static readonly TimeSpan NoticeWait = TimeSpan.FromSeconds(5);
}
