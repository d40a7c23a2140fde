namespace SoundTime.Iroh.Dns;

/// <summary>The caps of DNS messages: those of the format (RFC 1035, section 2.3.4), and ours on what is read.</summary>
public static class DnsLimits
{
    /// <summary>Longest message that is read, in bytes: far more than the records of a node take, and less than TCP could bring.</summary>
    public const int MaxMessage = 16 * 1024;

    /// <summary>Most questions and records that one message may announce, all sections together.</summary>
    public const int MaxEntries = 256;

    /// <summary>Longest name, in bytes with the length of each label and the end.</summary>
    public const int MaxName = 255;

    /// <summary>Longest label, in bytes.</summary>
    public const int MaxLabel = 63;

    /// <summary>Longest string of a TXT record, in bytes.</summary>
    public const int MaxString = 255;

    /// <summary>Most compression pointers that one name may follow: more than any encoder makes, one for each label of the names at hand.</summary>
    public const int MaxPointers = 16;

    /// <summary>Bytes before the questions.</summary>
    internal const int HeaderSize = 12;

    /// <summary>Bytes of a record besides its name and its data: type, class, time to live, length.</summary>
    internal const int RecordHeaderSize = 10;
}
