using FsCheck.Fluent;
using SoundTime.Blake3.Tests.Support;

namespace SoundTime.Blake3.Tests;

public sealed class Blake3GroupsTests
{
    private const int LargestCount = 70;

    private static readonly byte[] Input = Inputs.Random((LargestCount * Blake3Groups.GroupLength) + 2_000);

    [Fact]
    public void The_hash_made_of_the_groups_is_the_hash_around_every_border()
    {
        for (var groups = 0; groups <= LargestCount; groups++)
        {
            foreach (var beside in (int[])[-1025, -1024, -1023, -1, 0, 1, 1023, 1024, 1025])
            {
                var length = (groups * Blake3Groups.GroupLength) + beside;
                if (length >= 0)
                {
                    AssertHash(Input.AsSpan(0, length));
                }
            }
        }
    }

    [Fact]
    public void The_hash_made_of_the_groups_is_the_hash_at_any_length() =>
        Properties.Hold(Gen.Choose(0, Input.Length), length => AssertHash(Input.AsSpan(0, length)));

    [Fact]
    public void The_hash_made_of_the_groups_is_the_official_one()
    {
        foreach (var vector in OfficialVectors.Load().Cases)
        {
            Assert.Equal(vector.Hash[..Blake3Hasher.HashLength], HashOf(Inputs.Pattern(vector.InputLength)));
        }
    }

    [Fact]
    public void A_flipped_bit_anywhere_changes_the_value_of_its_group_alone()
    {
        const int Length = (3 * Blake3Groups.GroupLength) + 5;
        var right = ValuesOf(Input.AsSpan(0, Length));
        Properties.Hold(
            Gen.Choose(0, (Length * 8) - 1),
            bit =>
            {
                var bytes = Input.AsSpan(0, Length).ToArray();
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                var values = ValuesOf(bytes);
                for (var index = 0; index < 4; index++)
                {
                    var isEqual = ValueAt(right, index).SequenceEqual(ValueAt(values, index));
                    Assert.Equal(index != bit / 8 / Blake3Groups.GroupLength, isEqual);
                }
            });
    }

    [Fact]
    public void A_group_elsewhere_in_the_input_has_another_value()
    {
        var here = new byte[32];
        var there = new byte[32];
        Blake3Groups.WriteValue(Input.AsSpan(0, Blake3Groups.GroupLength), 0, 3, here);
        Blake3Groups.WriteValue(Input.AsSpan(0, Blake3Groups.GroupLength), 1, 3, there);
        Assert.NotEqual(here, there);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(65_536, 1)]
    [InlineData(65_537, 2)]
    [InlineData(long.MaxValue, 1L << 47)]
    public void An_input_has_as_many_groups_as_it_begins(long length, long groups) => Assert.Equal(groups, Blake3Groups.CountOf(length));

    [Fact]
    public void What_cannot_be_a_group_is_refused()
    {
        var group = new byte[Blake3Groups.GroupLength + 1];
        Assert.Throws<ArgumentOutOfRangeException>(() => Blake3Groups.CountOf(-1));
        Assert.Throws<ArgumentException>(() => Blake3Groups.WriteValue(group, 0, 2, new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Groups.WriteValue(group.AsSpan(2), 0, 2, new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Groups.WriteValue([], 1, 2, new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Groups.WriteValue([1], 0, 1, new byte[31]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Blake3Groups.WriteValue([1], 1, 1, new byte[32]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Blake3Groups.WriteValue([1], -1, 1, new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Groups.WriteHash([], new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Groups.WriteHash(new byte[33], new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Groups.WriteHash(new byte[64], new byte[31]));
    }

    private static void AssertHash(ReadOnlySpan<byte> input)
    {
        var hash = new byte[Blake3Hasher.HashLength];
        Blake3Hasher.Hash(input, hash);
        Assert.Equal(hash, HashOf(input));
    }

    private static byte[] HashOf(ReadOnlySpan<byte> input)
    {
        var hash = new byte[Blake3Hasher.HashLength];
        Blake3Groups.WriteHash(ValuesOf(input), hash);
        return hash;
    }

    private static byte[] ValuesOf(ReadOnlySpan<byte> input)
    {
        var count = (int)Blake3Groups.CountOf(input.Length);
        var values = new byte[count * Blake3Groups.ValueLength];
        for (var index = 0; index < count; index++)
        {
            var group = input[(index * Blake3Groups.GroupLength)..];
            Blake3Groups.WriteValue(group[..Math.Min(group.Length, Blake3Groups.GroupLength)], index, count, values.AsSpan(index * Blake3Groups.ValueLength, Blake3Groups.ValueLength));
        }

        return values;
    }

    private static ReadOnlySpan<byte> ValueAt(byte[] values, int index) => values.AsSpan(index * Blake3Groups.ValueLength, Blake3Groups.ValueLength);
}
