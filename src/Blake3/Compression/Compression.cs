using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoundTime.Blake3;

/// <summary>
/// One way of running the compression function: scalar, or with a number of lanes. All ways give the same bytes;
/// they differ only in speed and in the hardware they ask for.
/// </summary>
internal abstract class Compression
{
    /// <summary>The fastest way this machine has.</summary>
    public static Compression Fastest { get; } = Supported()[^1];

    /// <summary>What the implementation is called in test results and measurements.</summary>
    public abstract string Name { get; }

    /// <summary>How many nodes are compressed side by side.</summary>
    protected virtual int Lanes => 1;

    /// <summary>The implementation for what does not fill the lanes of this one.</summary>
    protected virtual Compression Narrower => this;

    /// <summary>All ways this machine has, slowest first.</summary>
    public static IReadOnlyList<Compression> Supported()
    {
        List<Compression> supported = [new ScalarCompression()];
        // The vectors read their words in the machine's byte order; the hash is little-endian.
        if (!BitConverter.IsLittleEndian || !Vector128.IsHardwareAccelerated)
        {
            return supported;
        }

        supported.Add(new RowCompression());
        supported.Add(new LaneCompression<Vector128<uint>, Vector128Lanes>(supported[^1]));
        if (Vector256Lanes.IsSupported)
        {
            supported.Add(new LaneCompression<Vector256<uint>, Vector256Lanes>(supported[^1]));
        }

        if (Vector512Lanes.IsSupported)
        {
            supported.Add(new LaneCompression<Vector512<uint>, Vector512Lanes>(supported[^1]));
        }

        return supported;
    }

    /// <summary>Compresses one block.</summary>
    /// <param name="chainingValue">32 bytes: what was before.</param>
    /// <param name="block">64 bytes, filled up with zeros.</param>
    /// <param name="counter">The chunk's place in the input, 0 for a parent, or the place of an output block.</param>
    /// <param name="blockLength">How many bytes of the block are input.</param>
    /// <param name="flags">All flags, those of the mode included.</param>
    /// <param name="output">32 bytes for a chaining value, or 64 for a whole output block; may be <paramref name="chainingValue"/> itself.</param>
    public abstract void Compress(
        ReadOnlySpan<byte> chainingValue, ReadOnlySpan<byte> block, ulong counter, uint blockLength, BlockFlags flags, Span<byte> output);

    /// <summary>Computes the chaining values of nodes of one kind whose inputs lie one behind the other.</summary>
    /// <param name="inputs">The inputs of all nodes, each of the layout's length.</param>
    /// <param name="layout">Chunks or parents.</param>
    /// <param name="mode">Key and flags of the hash.</param>
    /// <param name="counter">The counter of the first node.</param>
    /// <param name="chainingValues">Takes 32 bytes per node; must not overlap <paramref name="inputs"/>.</param>
    public void CompressMany(
        ReadOnlySpan<byte> inputs, NodeLayout layout, in HashMode mode, ulong counter, Span<byte> chainingValues)
    {
        var count = inputs.Length / layout.InputLength;
        if (count < Lanes)
        {
            if (count > 0)
            {
                Narrower.CompressMany(inputs, layout, mode, counter, chainingValues);
            }

            return;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(chainingValues.Length, count * Blake3Constants.ChainingValueLength);
        for (var done = 0; done < count; done += Lanes)
        {
            // The last batch steps back to be a full one: some nodes come out twice, and still sooner than in narrower lanes.
            var first = Math.Min(done, count - Lanes);
            CompressLanes(
                ref Unsafe.Add(ref MemoryMarshal.GetReference(inputs), first * layout.InputLength),
                layout,
                mode,
                counter + ((ulong)first * layout.CounterStep),
                ref Unsafe.Add(ref MemoryMarshal.GetReference(chainingValues), first * Blake3Constants.ChainingValueLength));
        }
    }

    /// <summary>Computes the chaining values of exactly as many nodes as there are lanes; the caller has checked the bounds.</summary>
    protected virtual void CompressLanes(
        ref readonly byte inputs, NodeLayout layout, in HashMode mode, ulong counter, ref byte chainingValues)
    {
        var input = MemoryMarshal.CreateReadOnlySpan(in inputs, layout.InputLength);
        var chainingValue = MemoryMarshal.CreateSpan(ref chainingValues, Blake3Constants.ChainingValueLength);
        mode.Key.AsSpan().CopyTo(chainingValue);
        for (var block = 0; block < layout.Blocks; block++)
        {
            Compress(
                chainingValue,
                input.Slice(block * Blake3Constants.BlockLength, Blake3Constants.BlockLength),
                counter,
                Blake3Constants.BlockLength,
                mode.Flags | layout.FlagsOf(block),
                chainingValue);
        }
    }
}
