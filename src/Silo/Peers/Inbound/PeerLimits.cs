namespace SoundTime.Silo.Peers;

/// <summary>What one peer may take of this node, so that no peer takes what belongs to all (weaknesses W29 and W30).</summary>
internal static class PeerLimits
{
    /// <summary>Most connections that one peer may have opened: a Rust node opens one, we open up to five, a restart leaves a few dead ones behind.</summary>
    public const int Connections = 8;

    /// <summary>Most streams of one peer that are handled at once, over all its connections; the next wait. iroh allows 100 for each connection.</summary>
    public const int Streams = 64;

    /// <summary>Most tracks that are sent to one peer at once: each holds a file and a buffer open. Fewer than the streams, so that others pass.</summary>
    public const int Fetches = 16;

    /// <summary>Bytes from which on a message counts as large: catalogues and filters. Every other genuine message is smaller.</summary>
    public const long LargeMessage = 256 << 10;

    /// <summary>Most large messages of one peer that are read at once; the next wait. Each may hold a page of entries or a filter, 8 MiB.</summary>
    public const int LargeMessages = 2;

    /// <summary>Most searches of one peer at once: those of many people who use it.</summary>
    public const int SearchBurst = 60;

    /// <summary>Searches a second of one peer from then on; more are refused.</summary>
    public const double SearchesPerSecond = 10;

    /// <summary>Silence after which a peer that owes the rest of a message, or a reader that takes nothing, is given up.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(30);

    /// <summary>Longest time for one message, handling included: 64 MiB at 1 Mbit/s take nine minutes.</summary>
    public static readonly TimeSpan Message = TimeSpan.FromMinutes(15);
}
