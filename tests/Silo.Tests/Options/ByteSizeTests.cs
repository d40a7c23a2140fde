using FsCheck;
using FsCheck.Fluent;
using SoundTime.Silo.Options;

namespace SoundTime.Silo.Tests.Options;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("17", 17)]
    [InlineData("1KB", 1024)]
    [InlineData(" 2 mb ", 2 * 1024 * 1024)]
    [InlineData("3Gb", 3L << 30)]
    [InlineData("4 TB", 4L << 40)]
    [InlineData("8388607 TB", 8388607L << 40)]
    public void Whole_numbers_with_and_without_a_unit_are_sizes(string text, long bytes)
    {
        Assert.True(ByteSize.TryParse(text, out var parsed));
        Assert.Equal(bytes, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MB")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1.5 GB")]
    [InlineData("1 000")]
    [InlineData("1 KiB")]
    [InlineData("1 B")]
    [InlineData("8388608 TB")]
    [InlineData("9223372036854775808")]
    public void Anything_else_is_none(string text) => Assert.False(ByteSize.TryParse(text, out _));

    [Fact]
    public void A_size_written_out_reads_as_the_same_size() =>
        Prop.ForAll<long, int>((number, shift) =>
        {
            var bytes = (number & long.MaxValue) >> (shift & 63) << (shift & 31) & long.MaxValue;
            return ByteSize.TryParse(ByteSize.Format(bytes), out var parsed) && parsed == bytes;
        }).QuickCheckThrowOnFailure();
}
