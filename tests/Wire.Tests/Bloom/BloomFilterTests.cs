using SoundTime.Wire.Bloom;
using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Bloom;

/// <summary>The vectors of the protocol sheet, section 2.3.</summary>
public sealed class BloomFilterTests
{
    private const ulong DefaultBits = 958_512;

    /// <summary>Made of the bytes 00 to 1f.</summary>
    private static readonly SipKey FirstKey = new(506097522914230528, 1084818905618843912), SecondKey = new(1663540288323457296, 2242261671028070680);

    [Theory]
    [InlineData("queen", 1860568787747242186, 1847847296712915336, "523642 105240 734122 839362 944602 91330 196570")]
    [InlineData("étoile", 10415712205163571688, 1879021558675292599, "690232 956503 686214 684205 682196 632651 630642")]
    [InlineData("bohemian", 18445350605960901997, 13305538141313806404, "663133 506244 622037 122233 628477 128673 587381")]
    [InlineData("the", 17638086106551550, 12992897736222969486, "501790 44862 543978 541304 586166 583492 580818")]
    [InlineData("ab", 13239936327341284415, 14722311778511440778, "736223 937898 599923 531773 511159 443009 374859")]
    public void A_term_sets_the_bits_that_rust_sets(string term, ulong firstHash, ulong secondHash, string bits)
    {
        var encoded = BloomTerms.Encode(term);
        Assert.Equal(firstHash, SipHash13.Hash(FirstKey, encoded));
        Assert.Equal(secondHash, SipHash13.Hash(SecondKey, encoded));
        var probe = new BloomProbe(FirstKey, SecondKey, encoded);
        Assert.Equal(bits, string.Join(' ', Enumerable.Range(0, 7).Select(function => probe.BitOf(function, DefaultBits))));
    }

    [Theory]
    [InlineData(100_000, 119_814, 958_512)]
    [InlineData(100_001, 119_815, 958_520)]
    [InlineData(150_000, 179_720, 1_437_760)]
    [InlineData(1_000_000, 1_198_133, 9_585_064)]
    public void A_filter_has_the_size_that_rust_gives_it(long capacity, int bytes, ulong bits)
    {
        var filter = new BloomFilter(capacity, FirstKey, SecondKey);
        Assert.Equal((bits, 7), (filter.Bits, filter.NumHashes));
        Assert.Equal(bytes, filter.ToData().Bitmap.Length);
    }

    [Fact]
    public void The_highest_bit_of_a_byte_comes_first()
    {
        var filter = new BloomFilter(100_000, FirstKey, SecondKey);
        Assert.True(filter.Add(BloomTerms.Encode("queen")));
        var bitmap = filter.ToData().Bitmap;
        Assert.Equal(0x20, bitmap.Span[65455]);
        Assert.Equal(7, bitmap.ToArray().Sum(octet => int.PopCount(octet)));
        Assert.False(filter.Add(BloomTerms.Encode("queen")));
    }

    [Fact]
    public void A_small_filter_crosses_the_wire_as_rust_writes_it()
    {
        var filter = new BloomFilter(16, 12, FirstKey, SecondKey);
        filter.Add(BloomTerms.Encode("queen"));
        var json = Samples.Write(new BloomExchange(filter.ToData()));
        Assert.Equal("{\"BloomExchange\":{\"bloom\":" + Samples.BloomJson + "}}", json);
    }

    [Fact]
    public void What_was_taken_out_to_be_sent_does_not_change_any_more()
    {
        var filter = new BloomFilter(12, FirstKey, SecondKey);
        var before = filter.ToData();
        filter.Add(BloomTerms.Encode("queen"));
        Assert.DoesNotContain(before.Bitmap.ToArray(), octet => octet != 0);
        Assert.Equal((0UL, 1UL), (before.ItemCount, filter.ToData().ItemCount));
    }

    [Fact]
    public void A_filter_without_room_or_too_large_to_be_sent_is_not_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloomFilter(0, FirstKey, SecondKey));
        var largest = BloomFilter.CapacityOf(WireLimits.MaxBloomBytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => new BloomFilter(largest + 1, FirstKey, SecondKey));
        Assert.Equal(WireLimits.MaxBloomBytes * 8UL, new BloomFilter(largest, FirstKey, SecondKey).Bits);
    }

    [Theory]
    [InlineData(100_000, 1.0)]
    [InlineData(150_000, 1.0)]
    [InlineData(100_000, 1.5)]
    public void As_many_foreign_terms_seem_to_be_in_it_as_predicted(int capacity, double filled)
    {
        var filter = new BloomFilter(capacity, FirstKey, SecondKey);
        var terms = (int)(capacity * filled);
        for (var number = 0; number < terms; number++)
        {
            filter.Add(BloomTerms.Encode($"in{number}"));
        }

        Assert.All(Enumerable.Range(0, terms), number => Assert.True(filter.MayContain(BloomTerms.Encode($"in{number}"))));
        const int Foreign = 200_000;
        var seeming = Enumerable.Range(0, Foreign).Count(number => filter.MayContain(BloomTerms.Encode($"out{number}")));
        var predicted = Math.Pow(1 - Math.Exp(-(double)filter.NumHashes * terms / filter.Bits), filter.NumHashes);
        Assert.InRange((double)seeming / Foreign / predicted, 0.8, 1.2);
    }
}
