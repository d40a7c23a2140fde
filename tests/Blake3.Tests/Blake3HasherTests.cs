using FsCheck.Fluent;
using SoundTime.Blake3.Tests.Support;

namespace SoundTime.Blake3.Tests;

public sealed class Blake3HasherTests
{
    private static readonly byte[] Input = Inputs.Random(600_000);

    [Fact]
    public void Pieces_of_any_lengths_hash_as_the_whole_does()
    {
        // Lengths of all magnitudes: within a block, around a chunk, over many subtrees.
        var piece = Gen.OneOf(
            Gen.Choose(0, 70), Gen.Choose(1000, 1050), Gen.Choose(0, 40).Select(chunks => chunks * 1024), Gen.Choose(0, 100_000));
        var pieces = Gen.Choose(0, 6).SelectMany(count => piece.ArrayOf(count));
        Properties.Hold(pieces, lengths =>
        {
            var hasher = new Blake3Hasher();
            var total = 0;
            foreach (var length in lengths)
            {
                hasher.Update(Input.AsSpan(total, length));
                total += length;

                // At every place between, too: finishing takes nothing from what follows.
                Assert.Equal(OneShot(Input.AsSpan(0, total)), Finish(hasher));
            }
        });
    }

    [Fact]
    public void Single_bytes_hash_as_the_whole_does()
    {
        var hasher = new Blake3Hasher();
        for (var length = 1; length <= 5000; length++)
        {
            hasher.Update(Input.AsSpan(length - 1, 1));
        }

        Assert.Equal(OneShot(Input.AsSpan(0, 5000)), Finish(hasher));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    [InlineData(1024)]
    [InlineData(4096)]
    [InlineData(300_001)]
    public void Finishing_twice_gives_the_same(int length)
    {
        var hasher = new Blake3Hasher();
        hasher.Update(Input.AsSpan(0, length));
        Assert.Equal(Finish(hasher), Finish(hasher));
    }

    [Fact]
    public void A_reset_hasher_knows_nothing_of_its_former_input_but_keeps_its_key()
    {
        var key = Input.AsSpan(7, 32);
        var hasher = Blake3Hasher.CreateKeyed(key);
        hasher.Update(Input);
        hasher.Reset();
        hasher.Update(Input.AsSpan(0, 5000));

        var expected = new byte[32];
        Blake3Hasher.KeyedHash(key, Input.AsSpan(0, 5000), expected);
        Assert.Equal(expected, Finish(hasher));
    }

    [Fact]
    public void Shorter_output_is_a_prefix_of_longer()
    {
        var cases = Gen.Choose(0, 5000).SelectMany(input => Gen.Choose(0, 500).Select(output => (input, output)));
        Properties.Hold(cases, lengths =>
        {
            var longer = new byte[500];
            var shorter = new byte[lengths.output];
            var hasher = new Blake3Hasher();
            hasher.Update(Input.AsSpan(0, lengths.input));
            hasher.Finish(longer);
            hasher.Finish(shorter);
            Assert.Equal(longer[..lengths.output], shorter);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void A_key_of_the_wrong_length_is_refused(int length)
    {
        var key = new byte[length];
        Assert.Throws<ArgumentException>(() => Blake3Hasher.CreateKeyed(key));
        Assert.Throws<ArgumentException>(() => Blake3Hasher.KeyedHash(key, [], new byte[32]));
    }

    [Fact]
    public void A_context_is_hashed_as_utf8()
    {
        var expected = new byte[32];
        var contextKey = new byte[32];
        var contextMode = new HashMode(HashMode.Hash.Key.AsSpan(), BlockFlags.DeriveKeyContext);
        new TreeHasher(Compression.Fastest, contextMode).Hash("Grüße 2026"u8, contextKey);
        new TreeHasher(Compression.Fastest, new HashMode(contextKey, BlockFlags.DeriveKeyMaterial)).Hash(Input, expected);

        var actual = new byte[32];
        Blake3Hasher.DeriveKey("Grüße 2026", Input, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Hashing_does_not_allocate()
    {
        var output = new byte[32];
        var hasher = new Blake3Hasher();
        HashAgain();

        var before = GC.GetAllocatedBytesForCurrentThread();
        HashAgain();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void HashAgain()
        {
            hasher.Reset();
            hasher.Update(Input);
            hasher.Finish(output);
            Blake3Hasher.Hash(Input, output);
        }
    }

    private static byte[] OneShot(ReadOnlySpan<byte> input)
    {
        var output = new byte[32];
        Blake3Hasher.Hash(input, output);
        return output;
    }

    private static byte[] Finish(Blake3Hasher hasher)
    {
        var output = new byte[32];
        hasher.Finish(output);
        return output;
    }
}
