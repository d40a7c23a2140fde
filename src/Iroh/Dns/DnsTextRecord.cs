using System.Text;

namespace SoundTime.Iroh.Dns;

/// <summary>Strings: a record of type TXT.</summary>
public sealed record DnsTextRecord : DnsRecord
{
    /// <summary>A record of these strings.</summary>
    /// <exception cref="ArgumentException">A string is longer than <see cref="DnsLimits.MaxString"/> bytes, or all are more than fits a message.</exception>
    public DnsTextRecord(DnsName name, ushort recordClass, uint timeToLive, IReadOnlyList<ReadOnlyMemory<byte>> strings)
        : base(name, DnsType.Txt, recordClass, timeToLive)
    {
        Strings = strings;
        if (strings.Any(text => text.Length > DnsLimits.MaxString) || DataLength > DnsLimits.MaxMessage)
        {
            throw new ArgumentException($"A string of a TXT record has at most {DnsLimits.MaxString} bytes.", nameof(strings));
        }
    }

    /// <summary>A record of these texts, in UTF-8.</summary>
    /// <exception cref="ArgumentException">A text is longer than <see cref="DnsLimits.MaxString"/> bytes.</exception>
    public DnsTextRecord(DnsName name, ushort recordClass, uint timeToLive, params IEnumerable<string> texts)
        : this(name, recordClass, timeToLive, [.. texts.Select(text => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(text))])
    {
    }

    /// <summary>The strings as they are in the message.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Strings { get; }

    /// <summary>Each string as UTF-8; what is none is replaced by U+FFFD.</summary>
    public IEnumerable<string> Texts => Strings.Select(text => Encoding.UTF8.GetString(text.Span));

    internal override int DataLength => Strings.Sum(text => 1 + text.Length);

    /// <summary>All strings one behind the other, as texts longer than one string are written.</summary>
    public string Concatenate() => string.Concat(Texts);

    internal override void WriteData(ref DnsWriter writer)
    {
        foreach (var text in Strings)
        {
            writer.WriteByte((byte)text.Length);
            writer.WriteBytes(text.Span);
        }
    }
}
