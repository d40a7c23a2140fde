namespace SoundTime.Iroh.Dns;

/// <summary>Classes of questions and records. They stay plain numbers, because multicast DNS puts a flag into the top bit, and iroh wants exactly 1.</summary>
public static class DnsClass
{
    /// <summary>IN, the Internet.</summary>
    public const ushort Internet = 1;
}
