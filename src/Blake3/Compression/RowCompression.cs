using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace SoundTime.Blake3;

/// <summary>
/// One block in four vectors, each a row of the 4x4 state: a round mixes all columns at once, then turns the rows so that
/// the diagonals stand where the columns were. For short inputs, roots, and what does not fill any lanes.
/// </summary>
internal sealed class RowCompression : Compression
{
    public override string Name => "rows of Vector128";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Compress(
        ReadOnlySpan<byte> chainingValue, ReadOnlySpan<byte> block, ulong counter, uint blockLength, BlockFlags flags, Span<byte> output)
    {
        var before = MemoryMarshal.Cast<byte, uint>(chainingValue[..Blake3Constants.ChainingValueLength]);
        var words = MemoryMarshal.Cast<byte, uint>(block[..Blake3Constants.BlockLength]);

        var before0 = Vector128.Create(before);
        var before1 = Vector128.Create(before[4..]);
        var a = before0;
        var b = before1;
        var c = Vector128.Create(Blake3Constants.InitialValue);
        var d = Vector128.Create((uint)counter, (uint)(counter >> 32), blockLength, (uint)flags);

        // The words in the order in which a round takes them: first and second word of each column, then of each diagonal.
        var (columns0, columns1) = Deinterleave(Vector128.Create(words), Vector128.Create(words[4..]));
        var (diagonals0, diagonals1) = Deinterleave(Vector128.Create(words[8..]), Vector128.Create(words[12..]));

        for (var round = 1; ; round++)
        {
            Mix(ref a, ref b, ref c, ref d, columns0, columns1);
            b = Vector128.Shuffle(b, Vector128.Create(1u, 2, 3, 0));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(3u, 0, 1, 2));
            Mix(ref a, ref b, ref c, ref d, diagonals0, diagonals1);
            b = Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2));
            c = Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1));
            d = Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0));

            if (round == Blake3Constants.Rounds)
            {
                break;
            }

            Permute(ref columns0, ref columns1, ref diagonals0, ref diagonals1);
        }

        var result = MemoryMarshal.Cast<byte, uint>(output);
        (a ^ c).CopyTo(result);
        (b ^ d).CopyTo(result[4..]);
        if (output.Length == Blake3Constants.BlockLength)
        {
            (c ^ before0).CopyTo(result[8..]);
            (d ^ before1).CopyTo(result[12..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(
        ref Vector128<uint> a, ref Vector128<uint> b, ref Vector128<uint> c, ref Vector128<uint> d,
        Vector128<uint> first, Vector128<uint> second)
    {
        a = a + first + b;
        d = Vector128Lanes.RotateRight16(d ^ a);
        c += d;
        b = Vector128Lanes.RotateRight12(b ^ c);
        a = a + second + b;
        d = Vector128Lanes.RotateRight8(d ^ a);
        c += d;
        b = Vector128Lanes.RotateRight7(b ^ c);
    }

    /// <summary>Parts the words of even place from those of odd place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector128<uint> Even, Vector128<uint> Odd) Deinterleave(Vector128<uint> low, Vector128<uint> high)
    {
        low = Vector128.Shuffle(low, Vector128.Create(0u, 2, 1, 3));
        high = Vector128.Shuffle(high, Vector128.Create(0u, 2, 1, 3));
        return (Vector128.Create(low.GetLower(), high.GetLower()), Vector128.Create(low.GetUpper(), high.GetUpper()));
    }

    /// <summary>
    /// The message permutation on words in the order above, worked out from the paper's table: with the words at
    /// e0 = 0 2 4 6, o0 = 1 3 5 7, e1 = 8 10 12 14, o1 = 9 11 13 15 it gives 2 3 7 4, 6 10 0 13, 1 12 9 15 and 11 5 14 8.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Permute(ref Vector128<uint> e0, ref Vector128<uint> o0, ref Vector128<uint> e1, ref Vector128<uint> o1)
    {
        var outer = Vector128.Create(uint.MaxValue, 0, 0, uint.MaxValue);
        var even = Vector128.Create(uint.MaxValue, 0, uint.MaxValue, 0);
        var second = Vector128.Create(0, uint.MaxValue, 0, 0);
        var last = Vector128.Create(0, 0, 0, uint.MaxValue);

        var newE0 = Vector128.ConditionalSelect(
            outer, Vector128.Shuffle(e0, Vector128.Create(1u, 1, 2, 2)), Vector128.Shuffle(o0, Vector128.Create(1u, 1, 3, 3)));
        var newO0 = Vector128.ConditionalSelect(
            even,
            Vector128.Shuffle(e0, Vector128.Create(3u, 3, 0, 0)),
            Vector128.ConditionalSelect(last, Vector128.Shuffle(o1, Vector128.Create(2u, 2, 2, 2)), e1));
        var newE1 = Vector128.ConditionalSelect(
            second,
            Vector128.Shuffle(e1, Vector128.Create(2u, 2, 2, 2)),
            Vector128.ConditionalSelect(
                Vector128.Create(uint.MaxValue, 0, 0, 0), o0, Vector128.Shuffle(o1, Vector128.Create(0u, 0, 0, 3))));
        var newO1 = Vector128.ConditionalSelect(
            Vector128.Create(0, 0, uint.MaxValue, uint.MaxValue),
            Vector128.Shuffle(e1, Vector128.Create(3u, 3, 3, 0)),
            Vector128.ConditionalSelect(
                second, Vector128.Shuffle(o0, Vector128.Create(2u, 2, 2, 2)), Vector128.Shuffle(o1, Vector128.Create(1u, 1, 1, 1))));
        (e0, o0, e1, o1) = (newE0, newO0, newE1, newO1);
    }
}
