using System.Net;
using SoundTime.Iroh.Dns;

namespace SoundTime.Iroh.Tests.Dns;

public sealed class DnsMessageTests
{
    private const string Header = "1234 8180 0001 0001 0000 0000";
    private const string Question = "03777777 076578616d706c65 00 0010 0001";

    [Fact]
    public void Compressed_names_are_followed()
    {
        // www.example TXT, answered by a CNAME to mail.example, whose name points to the question, and whose target to a part of it.
        var message = Read($"{Header} {Question} c00c 0005 0001 0000001e 0007 046d61696c c010");
        Assert.Equal((0x1234, DnsFlags.Response | DnsFlags.RecursionDesired | DnsFlags.RecursionAvailable), (message!.Id, message.Flags));
        Assert.Equal(new DnsQuestion(DnsName.Parse("www.example"), DnsType.Txt), Assert.Single(message.Questions));
        Assert.Equal(
            new DnsNameRecord(DnsName.Parse("www.example"), DnsType.Cname, DnsClass.Internet, 30, DnsName.Parse("mail.example")), Assert.Single(message.Answers));
    }

    [Theory]
    [InlineData("", "no header")]
    [InlineData("1234 8180 0001 0000 0000", "half a header")]
    [InlineData("1234 8180 0001 0000 0000 0000", "a question that is not there")]
    [InlineData("1234 8180 0001 0000 0000 0000 c00c 0010 0001", "a name that points to itself")]
    [InlineData("1234 8180 0002 0000 0000 0000 c012 0010 0001 c00c 0010 0001", "a name that points forward")]
    [InlineData("1234 8180 0002 0000 0000 0000 0161 00 0010 0001 0162 c013 0010 0001", "a name that points into itself")]
    [InlineData("1234 8180 0001 0000 0000 0000 c000 0010 0001", "a name that points into the header")]
    [InlineData("1234 8180 0001 0000 0000 0000 c0", "half a pointer")]
    [InlineData("1234 8180 0001 0000 0000 0000 0561 00 0010 0001", "a label beyond the end")]
    [InlineData("1234 8180 0001 0000 0000 0000 4161 00 0010 0001", "a label of an unknown kind")]
    [InlineData("1234 8180 0001 0000 0000 0000 8161 00 0010 0001", "a label of another unknown kind")]
    [InlineData("1234 8180 0000 0001 0000 0000 00 0001 0001 00000000 0003 010203", "an IPv4 address of three bytes")]
    [InlineData("1234 8180 0000 0001 0000 0000 00 001c 0001 00000000 0004 01020304", "an IPv6 address of four bytes")]
    [InlineData("1234 8180 0000 0001 0000 0000 00 0010 0001 00000000 0002 0261", "a string beyond its record")]
    [InlineData("1234 8180 0000 0001 0000 0000 00 0010 0001 00000000 0003 0161", "a record beyond the end")]
    [InlineData("1234 8180 0000 0001 0000 0000 00 000c 0001 00000000 0002 0000", "bytes behind a name")]
    [InlineData("1234 8180 0000 0001 0000 0000 00 0021 0001 00000000 0006 0000 0000 0001", "a service without a target")]
    [InlineData("1234 8180 0000 0002 0000 0000 00 000c 0001 00000000 0002 0161 00 000c 0001 00000000 0001 00", "a name beyond its record")]
    [InlineData("1234 8180 0101 0000 0000 0000", "more questions than are read")]
    [InlineData("1234 8180 ffff ffff ffff ffff", "more records than are read")]
    public void What_is_malformed_is_refused(string hex, string what) => Assert.True(Read(hex) is null, what);

    [Fact]
    public void A_name_may_follow_so_many_pointers_and_no_more()
    {
        Assert.NotNull(Read(Chain(DnsLimits.MaxPointers)));
        Assert.Null(Read(Chain(DnsLimits.MaxPointers + 1)));

        // Questions of one label each; every one points to the one before.
        static string Chain(int pointers)
        {
            var hex = $"0000 0000 {pointers + 1:x4} 0000 0000 0000 0161 00 0010 0001";
            for (var i = 0; i < pointers; i++)
            {
                var previous = DnsLimits.HeaderSize + (i == 0 ? 0 : 7 + ((i - 1) * 8));
                hex += $"0161 {0xC000 | previous:x4} 0010 0001";
            }

            return hex;
        }
    }

    [Fact]
    public void A_name_is_at_most_255_bytes_long_also_when_it_is_compressed()
    {
        var label = "3f" + new string('6', 126);
        var three = $"{label}{label}{label}";
        Assert.NotNull(Read($"0000 0000 0001 0000 0000 0000 {three} 3d{new string('6', 122)} 00 0010 0001"));
        Assert.Null(Read($"0000 0000 0001 0000 0000 0000 {three} 3e{new string('6', 124)} 00 0010 0001"));
        Assert.Null(Read($"0000 0000 0002 0000 0000 0000 {three} 00 0010 0001 {label} c00c 0010 0001"));
    }

    [Fact]
    public void A_message_of_more_bytes_than_are_read_is_refused()
    {
        var bytes = new byte[DnsLimits.MaxMessage + 1];
        Assert.False(DnsMessage.TryRead(bytes, out _));
        Assert.True(DnsMessage.TryRead(bytes.AsSpan(1), out _));
    }

    [Fact]
    public void What_would_not_be_read_is_not_written()
    {
        var name = DnsName.Parse("a");
        var many = new DnsMessage { Questions = [.. Enumerable.Repeat(new DnsQuestion(name, DnsType.A), DnsLimits.MaxEntries + 1)] };
        Assert.Throws<InvalidOperationException>(() => many.ToArray());
        var large = new DnsMessage { Answers = [new DnsOtherRecord(name, (DnsType)99, DnsClass.Internet, 0, new byte[DnsLimits.MaxMessage])] };
        Assert.Throws<InvalidOperationException>(() => large.ToArray());
        Assert.Throws<ArgumentException>(() => new DnsTextRecord(name, DnsClass.Internet, 0, new string('a', 256)));
        Assert.False(new DnsMessage().TryWrite(new byte[11], out _));
    }

    [Theory]
    [InlineData("a.b", "a.b.")]
    [InlineData("a.b.", "a.b.")]
    [InlineData(".", ".")]
    [InlineData("_iroh._udp.Local", "_iroh._udp.Local.")]
    public void Names_are_labels_with_dots_between(string text, string written) => Assert.Equal(written, DnsName.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("a b")]
    [InlineData("a\\.b")]
    [InlineData("\u00e4")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg")]
    public void What_is_no_name_is_refused(string text) => Assert.False(DnsName.TryParse(text, out _));

    [Fact]
    public void Names_have_parents_and_equal_others_that_differ_in_case()
    {
        var name = DnsName.Parse("Ab._X.local");
        Assert.Equal(("Ab", "_X.local."), (name.FirstLabel, name.Parent.ToString()));
        Assert.Equal(DnsName.Parse("aB._x.LOCAL"), name);
        Assert.Equal(DnsName.Parse("aB._x.LOCAL").GetHashCode(), name.GetHashCode());
        Assert.NotEqual(DnsName.Parse("Ab._Y.local"), name);
        Assert.NotEqual(DnsName.Parse("Ab_X.local"), name);
        Assert.Equal(("", DnsName.Root), (DnsName.Root.FirstLabel, DnsName.Root.Parent));
    }

    [Fact]
    public void Bytes_in_names_are_shown_escaped()
    {
        var message = Read("0000 0000 0001 0000 0000 0000 04 2e 5c 00 ff 00 0010 0001");
        Assert.Equal("\\.\\\\\\000\\255.", message!.Questions[0].Name.ToString());
    }

    [Fact]
    public void Addresses_are_read_by_their_family()
    {
        var message = Read("0000 8000 0000 0002 0000 0000 00 0001 0001 00000000 0004 c0000201 00 001c 8001 00000000 0010 20010db8000000000000000000000001");
        Assert.Equal(
            [
                new DnsAddressRecord(DnsName.Root, DnsClass.Internet, 0, IPAddress.Parse("192.0.2.1")),
                new DnsAddressRecord(DnsName.Root, 0x8001, 0, IPAddress.Parse("2001:db8::1")),
            ],
            message!.Answers);
    }

    private static DnsMessage? Read(string hex) =>
        DnsMessage.TryRead(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out var message) ? message : null;
}
