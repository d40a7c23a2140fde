using System.Numerics;
using System.Runtime.CompilerServices;

namespace SoundTime.Blake3;

/// <summary>The compression function word by word, as the paper writes it: for machines without vectors.</summary>
internal sealed class ScalarCompression : Compression
{
    public override string Name => "scalar";

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Compress(
        ReadOnlySpan<byte> chainingValue, ReadOnlySpan<byte> block, ulong counter, uint blockLength, BlockFlags flags, Span<byte> output)
    {
        Span<uint> message = stackalloc uint[Blake3Constants.MessageWords];
        Words.Read(block, message);
        Span<uint> before = stackalloc uint[8];
        Words.Read(chainingValue, before);

        Span<uint> state = stackalloc uint[16];
        before.CopyTo(state);
        Blake3Constants.InitialValue[..4].CopyTo(state[8..]);
        state[12] = (uint)counter;
        state[13] = (uint)(counter >> 32);
        state[14] = blockLength;
        state[15] = (uint)flags;

        for (var round = 0; round < Blake3Constants.Rounds; round++)
        {
            Round(state, message, Blake3Constants.MessageSchedule.Slice(round * Blake3Constants.MessageWords, Blake3Constants.MessageWords));
        }

        for (var i = 0; i < 8; i++)
        {
            state[i] ^= state[i + 8];
            state[i + 8] ^= before[i];
        }

        Words.Write(state[..(output.Length / sizeof(uint))], output);
    }

    private static void Round(Span<uint> state, ReadOnlySpan<uint> message, ReadOnlySpan<byte> schedule)
    {
        for (var column = 0; column < 4; column++)
        {
            Mix(
                ref state[column], ref state[4 + column], ref state[8 + column], ref state[12 + column],
                message[schedule[2 * column]], message[schedule[(2 * column) + 1]]);
        }

        for (var diagonal = 0; diagonal < 4; diagonal++)
        {
            Mix(
                ref state[diagonal], ref state[4 + ((diagonal + 1) & 3)], ref state[8 + ((diagonal + 2) & 3)], ref state[12 + ((diagonal + 3) & 3)],
                message[schedule[8 + (2 * diagonal)]], message[schedule[9 + (2 * diagonal)]]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mix(ref uint a, ref uint b, ref uint c, ref uint d, uint first, uint second)
    {
        a += b + first;
        d = BitOperations.RotateRight(d ^ a, 16);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 12);
        a += b + second;
        d = BitOperations.RotateRight(d ^ a, 8);
        c += d;
        b = BitOperations.RotateRight(b ^ c, 7);
    }
}
