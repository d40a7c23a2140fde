using System.Buffers;

namespace SoundTime.Relay.Sessions;

/// <summary>
/// Buffers of frames. The shared pool keeps a few dozen of a size, fewer than are under way in a busy relay, so that each datagram would cost a new one;
/// this one keeps as many small ones as a few thousand datagrams need, 8 MiB. The large ones of batches come from the shared pool.
/// </summary>
internal static class FrameBuffers
{
    /// <summary>Room for a datagram of the largest path MTU with its header.</summary>
    public const int SmallSize = 2 << 10;

    private const int MaxSmall = 4096;

    private static readonly ArrayPool<byte> Small = ArrayPool<byte>.Create(SmallSize, MaxSmall);

    /// <summary>A buffer of at least this size, which is returned once.</summary>
    public static byte[] Rent(int size) => size <= SmallSize ? Small.Rent(SmallSize) : ArrayPool<byte>.Shared.Rent(size);

    public static void Return(byte[] buffer)
    {
        if (buffer.Length == SmallSize)
        {
            Small.Return(buffer);
        }
        else
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
