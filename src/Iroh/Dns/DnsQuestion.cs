namespace SoundTime.Iroh.Dns;

/// <summary>One question of a message.</summary>
/// <param name="Name">Whose records are asked for.</param>
/// <param name="Type">Which of them.</param>
/// <param name="Class">As it is in the message, see <see cref="DnsClass"/>.</param>
public sealed record DnsQuestion(DnsName Name, DnsType Type, ushort Class = DnsClass.Internet)
{
    internal int Length => Name.Encoded.Length + sizeof(ushort) * 2;
}
