namespace SoundTime.Iroh.Tickets;

/// <summary>What a place in a ticket is (iroh sheet, section 1). Greater numbers are transports that only their makers know.</summary>
internal enum PlaceKind : byte
{
    /// <summary>The URL of a relay.</summary>
    Relay = 0,

    /// <summary>An IP address and a UDP port.</summary>
    Host = 1,
}
