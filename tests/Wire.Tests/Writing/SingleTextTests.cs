using System.Text;
using SoundTime.Wire.Json;
using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Writing;

/// <summary>The expected texts were printed by zmij 1.0.12 and 1.0.23, which serde_json 1.0.149 writes floats with.</summary>
public class SingleTextTests
{
    [Theory]
    [InlineData(0x00000000, "0.0")]
    [InlineData(0x80000000, "-0.0")]
    [InlineData(0x3f800000, "1.0")]
    [InlineData(0x43708000, "240.5")]
    [InlineData(0x43340000, "180.0")]
    [InlineData(0x3f1ba11c, "0.6079271")]
    [InlineData(0x3dcccccd, "0.1")]
    [InlineData(0x4640e6b6, "12345.678")]
    [InlineData(0xc0200000, "-2.5")]
    [InlineData(0x4b800000, "16777216.0")]
    [InlineData(0x4e6e6b28, "1000000000.0")]
    [InlineData(0x5368d4a5, "1000000000000.0")]
    [InlineData(0x551184e7, "1e+13")]
    [InlineData(0x55339215, "1.234e+13")]
    [InlineData(0x5a0e1bc9, "9.999999e+15")]
    [InlineData(0x5a0e1bca, "1e+16")]
    [InlineData(0x7f7fffff, "3.4028235e+38")]
    [InlineData(0xff7fffff, "-3.4028235e+38")]
    [InlineData(0x3a83126f, "0.001")]
    [InlineData(0x3727c5ac, "0.00001")]
    [InlineData(0x3727c5ab, "0.000009999999")]
    [InlineData(0x358637bd, "0.000001")]
    [InlineData(0x35a7c5ac, "0.00000125")]
    [InlineData(0x33d6bf95, "1e-7")]
    [InlineData(0x00800000, "1.1754944e-38")]
    [InlineData(0x00000001, "1e-45")]
    public void A_float_has_the_text_that_serde_gives_it(uint bits, string text)
    {
        var destination = new byte[SingleText.MaxBytes];
        var length = SingleText.Format(BitConverter.UInt32BitsToSingle(bits), destination);
        Assert.Equal(text, Encoding.ASCII.GetString(destination, 0, length));
    }

    [Fact]
    public void Every_float_reads_back_as_the_same_float()
    {
        var random = new Random(1);
        for (var count = 0; count < 20_000; count++)
        {
            var value = BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            if (float.IsFinite(value))
            {
                var track = Samples.Track with { DurationSecs = value };
                Assert.Equal(track, Assert.IsType<AnnounceTrack>(Samples.Parse(Samples.Write(new AnnounceTrack(track)))).Track);
            }
        }
    }
}
