using System.Buffers.Binary;

namespace SoundTime.Iroh.Relays;

/// <summary>What a relay says before it restarts (iroh sheet, section 3.2).</summary>
/// <param name="After">When to come back.</param>
/// <param name="For">How long to go on trying.</param>
internal readonly record struct RelayRestart(TimeSpan After, TimeSpan For)
{
    private const int FrameSize = 1 + sizeof(uint) + sizeof(uint);

    /// <summary>Reads a Restarting frame; times beyond <see cref="RelayLimits.MaxRestart"/> count as that.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out RelayRestart restart)
    {
        var isWhole = frame.Length == FrameSize;
        restart = isWhole ? new RelayRestart(ReadTime(frame[1..]), ReadTime(frame[(1 + sizeof(uint))..])) : default;
        return isWhole;
    }

    private static TimeSpan ReadTime(ReadOnlySpan<byte> bytes)
    {
        var time = TimeSpan.FromMilliseconds(BinaryPrimitives.ReadUInt32BigEndian(bytes));
        return time < RelayLimits.MaxRestart ? time : RelayLimits.MaxRestart;
    }
}
