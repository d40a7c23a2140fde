using System.Net;
using FsCheck;
using FsCheck.Fluent;
using SoundTime.Iroh.Dns;
using SoundTime.Iroh.Tests.Support;

namespace SoundTime.Iroh.Tests.Dns;

public sealed class DnsMessageProperties
{
    private static readonly Gen<ushort> UInt16 = Gen.Choose(0, ushort.MaxValue).Select(value => (ushort)value);
    private static readonly Gen<uint> UInt32 = Gen.Choose(0, int.MaxValue).Select(value => (uint)value);
    private static readonly Gen<byte> Byte = Gen.Choose(0, byte.MaxValue).Select(value => (byte)value);

    private static readonly Gen<DnsName> Name =
        from labels in Gen.ListOf(Gen.NonEmptyListOf(Gen.Elements("abcXYZ019-_".ToCharArray())).Select(label => new string([.. label.Take(DnsLimits.MaxLabel)])))
        let text = string.Join('.', labels.Take(3))
        select text.Length == 0 ? DnsName.Root : DnsName.Parse(text);

    private static readonly Gen<DnsRecord> Record =
        from name in Name
        from recordClass in UInt16
        from timeToLive in UInt32
        from record in Gen.OneOf(
            Bytes(4).Select(DnsRecord (bytes) => new DnsAddressRecord(name, recordClass, timeToLive, new IPAddress(bytes))),
            Bytes(16).Select(DnsRecord (bytes) => new DnsAddressRecord(name, recordClass, timeToLive, new IPAddress(bytes))),
            Name.SelectMany(target => Gen.Elements(DnsType.Ptr, DnsType.Cname), DnsRecord (target, type) => new DnsNameRecord(name, type, recordClass, timeToLive, target)),
            Name.SelectMany(_ => UInt16, DnsRecord (target, port) => new DnsServiceRecord(name, recordClass, timeToLive, 1, 2, port, target)),
            Gen.ListOf(Gen.ArrayOf(Byte).Select(text => (ReadOnlyMemory<byte>)text)).Select(DnsRecord (texts) => new DnsTextRecord(name, recordClass, timeToLive, [.. texts.Take(4)])),
            Gen.ArrayOf(Byte).Select(DnsRecord (data) => new DnsOtherRecord(name, (DnsType)6, recordClass, timeToLive, data)))
        select record;

    private static readonly Gen<DnsMessage> Message =
        from id in UInt16
        from flags in UInt16
        from code in Gen.Choose(0, 15)
        from questions in Gen.ListOf(Name.Select(name => new DnsQuestion(name, DnsType.Txt, 0x8001)))
        from answers in Gen.ListOf(Record)
        from authorities in Gen.ListOf(Record)
        from additionals in Gen.ListOf(Record)
        select new DnsMessage
        {
            Id = id,
            Flags = (DnsFlags)(flags & 0xFFF0),
            ResponseCode = (DnsResponseCode)code,
            Questions = [.. questions.Take(20)],
            Answers = [.. answers.Take(20)],
            Authorities = [.. authorities.Take(20)],
            Additionals = [.. additionals.Take(20)],
        };

    [Fact]
    public void What_is_written_is_read() => Properties.ForAll(Message, message =>
    {
        var bytes = message.ToArray();
        Assert.Equal(message.Length, bytes.Length);
        Assert.True(DnsMessage.TryRead(bytes, out var read));
        Assert.Equal((message.Id, message.Flags, message.ResponseCode), (read.Id, read.Flags, read.ResponseCode));
        Assert.Equal(message.Questions, read.Questions);
        AssertEqual(message.Answers, read.Answers);
        AssertEqual(message.Authorities, read.Authorities);
        AssertEqual(message.Additionals, read.Additionals);
    }, 200);

    [Fact]
    public void Any_bytes_are_read_or_refused() => Properties.ForAll(Gen.ArrayOf(Byte), bytes => _ = DnsMessage.TryRead(bytes, out _), 5000);

    [Fact]
    public void A_message_that_was_cut_or_changed_anywhere_is_read_or_refused() => Properties.ForAll(
        from message in Message
        from position in Gen.Choose(0, 2000)
        from values in Gen.ArrayOf(Gen.OneOf(Byte, Gen.Elements<byte>(0xC0, 0x0C, 0xFF, 0)), 4)
        select (Bytes: message.ToArray(), position, values),
        given =>
        {
            var (bytes, position, values) = given;
            position %= bytes.Length;
            Assert.False(position < DnsLimits.HeaderSize && DnsMessage.TryRead(bytes.AsSpan(0, position), out _));
            _ = DnsMessage.TryRead(bytes.AsSpan(0, position), out _);
            values.AsSpan(0, Math.Min(values.Length, bytes.Length - position)).CopyTo(bytes.AsSpan(position));
            _ = DnsMessage.TryRead(bytes, out _);
        },
        400);

    private static Gen<byte[]> Bytes(int count) => Gen.ArrayOf(Byte, count);

    private static void AssertEqual(IReadOnlyList<DnsRecord> expected, IReadOnlyList<DnsRecord> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (first, second) in expected.Zip(actual))
        {
            Assert.Equal((first.Name, first.Type, first.Class, first.TimeToLive), (second.Name, second.Type, second.Class, second.TimeToLive));
            switch (first)
            {
                case DnsTextRecord text:
                    Assert.Equal(text.Strings.Select(item => item.ToArray()), Assert.IsType<DnsTextRecord>(second).Strings.Select(item => item.ToArray()));
                    break;
                case DnsOtherRecord other:
                    Assert.Equal(other.Data.ToArray(), Assert.IsType<DnsOtherRecord>(second).Data.ToArray());
                    break;
                default:
                    Assert.Equal(first, second);
                    break;
            }
        }
    }
}
