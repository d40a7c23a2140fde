namespace SoundTime.Iroh.Tickets;

/// <summary>Which addresses a host in a ticket has, as serde numbers them.</summary>
internal enum HostFamily : byte
{
    /// <summary>4 bytes.</summary>
    IPv4 = 0,

    /// <summary>16 bytes.</summary>
    IPv6 = 1,
}
