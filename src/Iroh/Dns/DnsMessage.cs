using System.Diagnostics.CodeAnalysis;

namespace SoundTime.Iroh.Dns;

/// <summary>
/// A DNS message (RFC 1035, section 4), as it goes to resolvers, over multicast DNS, and within pkarr packets. Reading follows compressed names, writing
/// makes none.
/// </summary>
public sealed record DnsMessage
{
    /// <summary>The bits of the response code within the flags.</summary>
    private const int ResponseCodeMask = 0x000F;

    /// <summary>What connects an answer with its query; 0 in multicast DNS and in pkarr packets.</summary>
    public ushort Id { get; init; }

    /// <summary>What kind of message it is.</summary>
    public DnsFlags Flags { get; init; }

    /// <summary>How a query was answered.</summary>
    public DnsResponseCode ResponseCode { get; init; }

    /// <summary>What is asked for.</summary>
    public IReadOnlyList<DnsQuestion> Questions { get; init; } = [];

    /// <summary>The records that were asked for.</summary>
    public IReadOnlyList<DnsRecord> Answers { get; init; } = [];

    /// <summary>The records of those that know more.</summary>
    public IReadOnlyList<DnsRecord> Authorities { get; init; } = [];

    /// <summary>Records that were not asked for and may help.</summary>
    public IReadOnlyList<DnsRecord> Additionals { get; init; } = [];

    /// <summary>Whether it is a response; otherwise it is a query.</summary>
    public bool IsResponse => Flags.HasFlag(DnsFlags.Response);

    /// <summary>Bytes that it takes when it is written.</summary>
    public int Length =>
        DnsLimits.HeaderSize + Questions.Sum(question => question.Length) + Answers.Sum(record => record.Length) + Authorities.Sum(record => record.Length)
        + Additionals.Sum(record => record.Length);

    /// <summary>Reads a message. False where it is malformed or passes one of the <see cref="DnsLimits"/>; what stands behind its last record is ignored.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out DnsMessage? message)
    {
        message = null;
        var reader = new DnsReader(bytes);
        if (bytes.Length > DnsLimits.MaxMessage
            || !reader.TryReadUInt16(out var id) || !reader.TryReadUInt16(out var flags)
            || !reader.TryReadUInt16(out var questions) || !reader.TryReadUInt16(out var answers)
            || !reader.TryReadUInt16(out var authorities) || !reader.TryReadUInt16(out var additionals)
            || questions + answers + authorities + additionals > DnsLimits.MaxEntries)
        {
            return false;
        }

        var asked = new List<DnsQuestion>(questions);
        for (var i = 0; i < questions; i++)
        {
            if (!reader.TryReadQuestion(out var question))
            {
                return false;
            }

            asked.Add(question);
        }

        if (!TryReadRecords(ref reader, answers, out var first)
            || !TryReadRecords(ref reader, authorities, out var second)
            || !TryReadRecords(ref reader, additionals, out var third))
        {
            return false;
        }

        message = new DnsMessage
        {
            Id = id,
            Flags = (DnsFlags)(flags & ~ResponseCodeMask),
            ResponseCode = (DnsResponseCode)(flags & ResponseCodeMask),
            Questions = asked,
            Answers = first,
            Authorities = second,
            Additionals = third,
        };
        return true;
    }

    /// <summary>Writes the message; false, and nothing is written, where the span is shorter than <see cref="Length"/>.</summary>
    /// <exception cref="InvalidOperationException">It passes the caps of <see cref="DnsLimits"/>.</exception>
    public bool TryWrite(Span<byte> destination, out int written)
    {
        var length = Length;
        if (length > DnsLimits.MaxMessage || Questions.Count + Answers.Count + Authorities.Count + Additionals.Count > DnsLimits.MaxEntries)
        {
            throw new InvalidOperationException($"A message has at most {DnsLimits.MaxMessage} bytes and {DnsLimits.MaxEntries} questions and records.");
        }

        written = 0;
        if (destination.Length < length)
        {
            return false;
        }

        var writer = new DnsWriter(destination);
        writer.WriteUInt16(Id);
        writer.WriteUInt16((ushort)((ushort)Flags | ((ushort)ResponseCode & ResponseCodeMask)));
        writer.WriteUInt16((ushort)Questions.Count);
        writer.WriteUInt16((ushort)Answers.Count);
        writer.WriteUInt16((ushort)Authorities.Count);
        writer.WriteUInt16((ushort)Additionals.Count);
        foreach (var question in Questions)
        {
            writer.WriteQuestion(question);
        }

        foreach (var record in Answers.Concat(Authorities).Concat(Additionals))
        {
            writer.WriteRecord(record);
        }

        written = length;
        return true;
    }

    /// <summary>The message in a new array.</summary>
    /// <exception cref="InvalidOperationException">It passes the caps of <see cref="DnsLimits"/>.</exception>
    public byte[] ToArray()
    {
        var bytes = new byte[Length];
        TryWrite(bytes, out _);
        return bytes;
    }

    private static bool TryReadRecords(ref DnsReader reader, int count, out List<DnsRecord> records)
    {
        records = new List<DnsRecord>(count);
        for (var i = 0; i < count; i++)
        {
            if (!reader.TryReadRecord(out var record))
            {
                return false;
            }

            records.Add(record);
        }

        return true;
    }
}
