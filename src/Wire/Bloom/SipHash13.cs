using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Bloom;

/// <summary>SipHash with one round per word and three at the end (Aumasson and Bernstein, "SipHash: a fast short-input PRF"), the hash of the network's filters.</summary>
public static class SipHash13
{
    private const int WordBytes = sizeof(ulong);
    private const int FinalRounds = 3;

    /// <summary>Hashes bytes under a key.</summary>
    public static ulong Hash(SipKey key, ReadOnlySpan<byte> message)
    {
        var v0 = key.K0 ^ 0x736f6d6570736575;
        var v1 = key.K1 ^ 0x646f72616e646f6d;
        var v2 = key.K0 ^ 0x6c7967656e657261;
        var v3 = key.K1 ^ 0x7465646279746573;
        var last = (ulong)message.Length << 56;
        while (message.Length >= WordBytes)
        {
            Take(BinaryPrimitives.ReadUInt64LittleEndian(message), ref v0, ref v1, ref v2, ref v3);
            message = message[WordBytes..];
        }

        for (var i = 0; i < message.Length; i++)
        {
            last |= (ulong)message[i] << (8 * i);
        }

        Take(last, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xff;
        for (var round = 0; round < FinalRounds; round++)
        {
            Round(ref v0, ref v1, ref v2, ref v3);
        }

        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Take(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
