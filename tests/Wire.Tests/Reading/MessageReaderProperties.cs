using System.Text;
using FsCheck;
using FsCheck.Fluent;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Reading;

public class MessageReaderProperties
{
    private static readonly string[] Fragments =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u00", "0", "-1", "1.5", "1e400", "null", " ", "\n", "\0", "\u00ff", "\"hash\":", "\"x\":[{}],", "9999999999999999999999"];

    private static readonly Gen<byte[]> Written = Generators.Message.Select(message => Encoding.UTF8.GetBytes(Samples.Write(message)));

    [Fact]
    public void A_message_in_pieces_gives_the_same_parts_as_in_one() =>
        Properties.ForAll(Written.Zip(Generators.Sizes), static pair =>
        {
            var whole = Feed.Outcome(pair.Item1, () => pair.Item1.Length);
            Assert.DoesNotContain(whole, part => Enum.TryParse<WireError>(part, out _));
            Assert.Equal(whole, Feed.Outcome(pair.Item1, Cycle(pair.Item2)));
        });

    [Fact]
    public void A_message_byte_by_byte_gives_the_same_parts_as_in_one() =>
        Properties.ForAll(Written, static json => Assert.Equal(Feed.Outcome(json, () => json.Length), Feed.Outcome(json, () => 1)), cases: 50);

    [Fact]
    public void A_damaged_message_in_pieces_gives_the_same_parts_or_the_same_error() =>
        Properties.ForAll(Damaged.Zip(Generators.Sizes), static pair =>
            Assert.Equal(Feed.Outcome(pair.Item1, () => pair.Item1.Length), Feed.Outcome(pair.Item1, Cycle(pair.Item2))), cases: 1000);

    [Fact]
    public void Random_bytes_give_no_other_error_than_ours() =>
        Properties.ForAll(ArbMap.Default.GeneratorFor<byte[]>(), static bytes => Feed.Outcome(bytes, () => 7), cases: 2000);

    private static Gen<byte[]> Damaged =>
        from json in Written
        from cuts in Gen.Choose(0, int.MaxValue).ArrayOf(3)
        from fragment in Gen.Elements(Fragments)
        from kind in Gen.Choose(0, 3)
        select Damage(json, cuts[0] % json.Length, cuts[1] % 12, fragment, kind);

    private static byte[] Damage(byte[] json, int at, int length, string fragment, int kind)
    {
        length = Math.Min(length, json.Length - at);
        return kind switch
        {
            0 => [.. json[..at], .. Encoding.Latin1.GetBytes(fragment), .. json[at..]],
            1 => [.. json[..at], .. Encoding.Latin1.GetBytes(fragment), .. json[(at + length)..]],
            2 => [.. json[..at], .. json[(at + length)..]],
            _ => [.. json[..(at + length)], .. json[at..]],
        };
    }

    private static Func<int> Cycle(int[] sizes)
    {
        var next = 0;
        return () => sizes[next++ % sizes.Length];
    }
}
