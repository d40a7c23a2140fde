using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Ids;

public class BlobHashTests
{
    [Fact]
    public void A_hash_is_written_as_it_was_read()
    {
        Properties.ForAll(Generators.Id, static text =>
        {
            Assert.True(BlobHash.TryParse(text, out var hash));
            Assert.Equal(text, hash.ToString());
            Assert.Equal(hash, new BlobHash(hash.ToArray()));
        });
    }

    [Fact]
    public void A_hash_is_read_from_base32_too() =>
        Assert.Equal(BlobHash.Parse(Samples.Node), BlobHash.Parse("HNVCPPGOW2SC2YVDVDICU3YNONSTEFLXDXREHJR2YBEKDC2Z3IUQ"));

    [Fact]
    public void Upper_case_hex_is_refused() => Assert.False(BlobHash.TryParse(Samples.Hash.ToUpperInvariant(), out _));
}
