namespace SoundTime.Relay;

/// <summary>The address directory that a relay keeps beside relaying.</summary>
/// <param name="Folder">Where published packets are kept, each in a file of its own; created where it is not there.</param>
public sealed record DirectoryOptions(string Folder)
{
    /// <summary>Packets in all, about 1.5 KB of memory each. The one published longest ago makes room: nodes that live publish every five minutes.</summary>
    public int MaxPackets { get; init; } = 20_000;

    /// <summary>Publications from one IPv4 address or IPv6 network of 64 bits at once (iroh sheet, section 5.3).</summary>
    public int Burst { get; init; } = 2;

    /// <summary>After the burst, one more each so often.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a packet is kept that is not published again.</summary>
    public static TimeSpan KeepFor { get; } = TimeSpan.FromDays(7);

    /// <summary>How far ahead of this machine's clock a publisher's may be.</summary>
    public static TimeSpan MaxAhead { get; } = TimeSpan.FromHours(1);
}
