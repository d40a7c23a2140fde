using FsCheck.Fluent;
using SoundTime.Blake3.Tests.Support;

namespace SoundTime.Blake3.Tests;

public sealed class ImplementationAgreementTests
{
    private static readonly byte[] Input = Inputs.Random(1024 * 1024);

    private static readonly TreeHasher Scalar = new(Implementations.Named("scalar"), HashMode.Keyed(Input.AsSpan(0, 32)));

    private static readonly Lazy<byte[][]> ScalarHashes = new(() =>
    [
        .. Enumerable.Range(0, 8194).Select(length =>
        {
            var hash = new byte[32];
            Scalar.Hash(Input.AsSpan(0, length), hash);
            return hash;
        }),
    ]);

    public static TheoryData<string> VectorNames => Implementations.VectorNames();

    [Fact]
    public void Implementations_go_from_scalar_to_the_fastest()
    {
        Assert.Equal("scalar", Implementations.All[0].Name);
        Assert.Equal(Compression.Fastest.Name, Implementations.All[^1].Name);
    }

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void Every_length_up_to_8193_hashes_as_the_scalar_implementation_does(string name)
    {
        var tree = new TreeHasher(Implementations.Named(name), Scalar.Mode);
        var actual = new byte[32];
        for (var length = 0; length <= 8193; length++)
        {
            tree.Hash(Input.AsSpan(0, length), actual);
            Assert.Equal(ScalarHashes.Value[length], actual);
        }
    }

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void Chunks_and_parents_come_out_the_same_whatever_their_number_and_counter(string name)
    {
        var compression = Implementations.Named(name);
        // Counters on both sides of the 32 bits that one word of the state holds.
        var cases = Gen.Choose(0, 70).SelectMany(count =>
            Gen.Elements(0UL, uint.MaxValue, ulong.MaxValue).SelectMany(edge =>
                Gen.Choose(-80, 0).Select(before => (count, counter: edge == 0 ? (ulong)-before : edge - (ulong)-before))));
        Properties.Hold(cases, node =>
        {
            foreach (var layout in new[] { NodeLayout.Chunk, NodeLayout.Parent })
            {
                var inputs = Input.AsSpan(node.count, node.count * layout.InputLength);
                var expected = new byte[node.count * 32];
                var actual = new byte[node.count * 32];
                Scalar.Compression.CompressMany(inputs, layout, Scalar.Mode, node.counter, expected);
                compression.CompressMany(inputs, layout, Scalar.Mode, node.counter, actual);
                Assert.Equal(expected, actual);
            }
        });
    }

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void One_block_comes_out_the_same_whatever_its_counter_length_and_flags(string name)
    {
        var compression = Implementations.Named(name);
        var cases = Gen.Choose(0, 100_000).SelectMany(offset =>
            Gen.Choose(0, 64).SelectMany(length => Gen.Choose(0, 127).Select(flags => (offset, length, flags))));
        Properties.Hold(cases, block =>
        {
            var before = Input.AsSpan(block.offset, 32);
            var words = Input.AsSpan(block.offset + 32, 64);
            var counter = BitConverter.ToUInt64(Input, block.offset + 96);
            foreach (var outputLength in new[] { 32, 64 })
            {
                var expected = new byte[outputLength];
                var actual = new byte[outputLength];
                Scalar.Compression.Compress(before, words, counter, (uint)block.length, (BlockFlags)block.flags, expected);
                compression.Compress(before, words, counter, (uint)block.length, (BlockFlags)block.flags, actual);
                Assert.Equal(expected, actual);
            }
        });
    }

    [Theory]
    [MemberData(nameof(VectorNames))]
    public void Inputs_of_many_batches_hash_as_the_scalar_implementation_does(string name)
    {
        var tree = new TreeHasher(Implementations.Named(name), Scalar.Mode);
        var expected = new byte[32];
        var actual = new byte[32];
        foreach (var length in new[] { 131_071, 131_072, 131_073, 262_145, 524_288, 777_777, Input.Length })
        {
            Scalar.Hash(Input.AsSpan(0, length), expected);
            tree.Hash(Input.AsSpan(0, length), actual);
            Assert.Equal(expected, actual);
        }
    }
}
