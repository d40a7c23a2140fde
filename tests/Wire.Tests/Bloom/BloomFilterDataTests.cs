using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Tests.Bloom;

public sealed class BloomFilterDataTests
{
    [Theory]
    [InlineData(16, 128, 7, true)]
    [InlineData(1, 8, 1, true)]
    [InlineData(1, 8, 32, true)]
    [InlineData(WireLimits.MaxBloomBytes, WireLimits.MaxBloomBytes * 8UL, 7, true)]
    [InlineData(0, 0, 7, false)]
    [InlineData(16, 0, 7, false)]
    [InlineData(16, 127, 7, false)]
    [InlineData(16, 129, 7, false)]
    [InlineData(16, 1024, 7, false)]
    [InlineData(16, ulong.MaxValue, 7, false)]
    [InlineData(0, 958_512, 7, false)]
    [InlineData(16, 128, 0, false)]
    [InlineData(16, 128, 33, false)]
    [InlineData(16, 128, uint.MaxValue, false)]
    [InlineData(WireLimits.MaxBloomBytes + 1, (WireLimits.MaxBloomBytes + 1) * 8UL, 7, false)]
    public void A_filter_is_used_if_its_bits_are_there_and_asked_for_a_sane_number_of_times(int bytes, ulong bits, uint hashes, bool isConsistent) =>
        Assert.Equal(isConsistent, new BloomFilterData(new byte[bytes], hashes, bits, new SipKey(1, 2), new SipKey(3, 4), 0).IsConsistent);
}
