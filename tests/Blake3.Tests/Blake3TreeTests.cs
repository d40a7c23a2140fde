using FsCheck.Fluent;
using SoundTime.Blake3.Tests.Support;

namespace SoundTime.Blake3.Tests;

public sealed class Blake3TreeTests
{
    /// <summary>Iroh's unit of verification: 16 chunks.</summary>
    private const int ChunkGroupLength = 16 * Blake3Tree.ChunkLength;

    private static readonly byte[] Input = Inputs.Random(1024 * 1024 + 5);

    [Fact]
    public void The_root_made_from_chunk_groups_is_the_hash()
    {
        var edges = Gen.Choose(1, 64).SelectMany(groups => Gen.Choose(-2, 2).Select(beside => (groups * ChunkGroupLength) + beside));
        var lengths = Gen.OneOf(edges, Gen.Choose(ChunkGroupLength + 1, Input.Length)).Where(length => length > ChunkGroupLength);
        Properties.Hold(lengths, length => Assert.Equal(Hash(length), RootOf(length, ChunkGroupLength)));
    }

    [Fact]
    public void The_root_made_from_single_chunks_is_the_hash()
    {
        Properties.Hold(
            Gen.Choose(Blake3Tree.ChunkLength + 1, 70_000),
            length => Assert.Equal(Hash(length), RootOf(length, Blake3Tree.ChunkLength)));
    }

    [Fact]
    public void Children_merged_are_the_chaining_value_of_their_parent()
    {
        var whole = new byte[32];
        Blake3Tree.SubtreeChainingValue(Input.AsSpan(0, 256 * 1024), 512, whole);
        Assert.Equal(whole, ChainingValueOf(0, 256 * 1024, 512, Blake3Tree.ChunkLength));
    }

    [Fact]
    public void The_root_has_extended_output_too()
    {
        Span<byte> left = stackalloc byte[32];
        Span<byte> right = stackalloc byte[32];
        Blake3Tree.SubtreeChainingValue(Input.AsSpan(0, 2048), 0, left);
        Blake3Tree.SubtreeChainingValue(Input.AsSpan(2048, 1000), 2, right);

        var expected = new byte[200];
        var actual = new byte[200];
        Blake3Hasher.Hash(Input.AsSpan(0, 3048), expected);
        Blake3Tree.RootHash(left, right, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_chunk_elsewhere_in_the_input_has_another_chaining_value()
    {
        var here = new byte[32];
        var there = new byte[32];
        Blake3Tree.SubtreeChainingValue(Input.AsSpan(0, 1024), 0, here);
        Blake3Tree.SubtreeChainingValue(Input.AsSpan(0, 1024), 1, there);
        Assert.NotEqual(here, there);
    }

    [Theory]
    [InlineData(1025, 1024)]
    [InlineData(2048, 1024)]
    [InlineData(2049, 2048)]
    [InlineData(4096, 2048)]
    [InlineData(4097, 4096)]
    [InlineData((1L << 40) + 1, 1L << 40)]
    [InlineData(1L << 40, 1L << 39)]
    public void The_left_subtree_is_the_largest_power_of_two_less_than_the_whole(long length, long left) =>
        Assert.Equal(left, Blake3Tree.LeftLength(length));

    [Fact]
    public void What_cannot_be_part_of_a_tree_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Blake3Tree.LeftLength(1024));
        Assert.Throws<ArgumentException>(() => Blake3Tree.SubtreeChainingValue([], 1, new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Tree.SubtreeChainingValue([1], 1, new byte[31]));
        Assert.Throws<ArgumentException>(() => Blake3Tree.ParentChainingValue(new byte[31], new byte[32], new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Tree.ParentChainingValue(new byte[32], new byte[33], new byte[32]));
        Assert.Throws<ArgumentException>(() => Blake3Tree.ParentChainingValue(new byte[32], new byte[32], new byte[64]));
        Assert.Throws<ArgumentException>(() => Blake3Tree.RootHash(new byte[31], new byte[32], new byte[32]));
    }

    private static byte[] Hash(int length)
    {
        var hash = new byte[32];
        Blake3Hasher.Hash(Input.AsSpan(0, length), hash);
        return hash;
    }

    private static byte[] RootOf(int length, int leafLength)
    {
        var left = (int)Blake3Tree.LeftLength(length);
        var hash = new byte[32];
        Blake3Tree.RootHash(
            ChainingValueOf(0, left, 0, leafLength),
            ChainingValueOf(left, length - left, (ulong)left / Blake3Tree.ChunkLength, leafLength),
            hash);
        return hash;
    }

    /// <summary>Goes down the tree by its rule, and leaves to the library only leaves and parents.</summary>
    private static byte[] ChainingValueOf(int start, int length, ulong firstChunk, int leafLength)
    {
        var chainingValue = new byte[32];
        if (length <= leafLength)
        {
            Blake3Tree.SubtreeChainingValue(Input.AsSpan(start, length), firstChunk, chainingValue);
            return chainingValue;
        }

        var left = (int)Blake3Tree.LeftLength(length);
        Blake3Tree.ParentChainingValue(
            ChainingValueOf(start, left, firstChunk, leafLength),
            ChainingValueOf(start + left, length - left, firstChunk + ((ulong)left / Blake3Tree.ChunkLength), leafLength),
            chainingValue);
        return chainingValue;
    }
}
