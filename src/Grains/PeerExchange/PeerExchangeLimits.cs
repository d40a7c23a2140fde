using SoundTime.Storage.Peers;

namespace SoundTime.Grains.PeerExchange;

/// <summary>Bounds and pauses of the exchange of peers. Whatever names are given to us, they cost no more than this.</summary>
internal static class PeerExchangeLimits
{
    /// <summary>Between two rounds.</summary>
    public static readonly TimeSpan RoundPause = TimeSpan.FromMinutes(5);

    /// <summary>Peers that are exchanged with in a round.</summary>
    public const int PeersPerRound = 3;

    /// <summary>Known peers that are woken at once, and then one pause apart: 10,000 take about three minutes.</summary>
    public const int PeersPerWake = 50;

    /// <summary>Between two groups of peers that are woken.</summary>
    public static readonly TimeSpan WakePause = TimeSpan.FromSeconds(1);

    /// <summary>Before trying again what failed on this side.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(1);

    /// <summary>Most peers that wait to be exchanged with after first contact. Others come with the rotation.</summary>
    public const int MaxFirstContacts = 1_000;

    /// <summary>Most named ids that wait to be asked. Others are named again.</summary>
    public const int MaxWaiting = 2_000;

    /// <summary>Named ids that are asked side by side, as Rust nodes do (protocol sheet, section 3.8).</summary>
    public const int ChecksAtOnce = 5;

    /// <summary>Longest wait for one of them; a little longer than its grain waits.</summary>
    public static readonly TimeSpan CheckWait = TimeSpan.FromSeconds(25);

    /// <summary>How long names count against a sender, how long it is ignored then, and how long an id that did not answer is not asked again.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>Most ids that are none, for each sender and <see cref="Memory"/>. Genuine lists hold none.</summary>
    public const int MaxInvalidIds = 100;

    /// <summary>
    /// Most ids that nobody answers at, for each sender and <see cref="Memory"/>. Rust nodes name every node they ever met, so some are to be
    /// expected.
    /// </summary>
    public const int MaxSilentIds = 500;

    /// <summary>Most ids that did not answer, and most senders, that are remembered.</summary>
    public const int MaxRemembered = IPeerStore.MaxPeers;
}
