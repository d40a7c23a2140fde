namespace SoundTime.Relay.Sessions;

/// <summary>A frame in a buffer of the shared pool. Whoever has it sends it on or returns it, once.</summary>
/// <param name="Buffer">The pool's buffer.</param>
/// <param name="Length">Bytes of the frame.</param>
internal readonly record struct Packet(byte[] Buffer, int Length)
{
    public ReadOnlyMemory<byte> Memory => Buffer.AsMemory(0, Length);

    /// <summary>A copy of these bytes.</summary>
    public static Packet Copy(ReadOnlySpan<byte> frame)
    {
        var buffer = FrameBuffers.Rent(frame.Length);
        frame.CopyTo(buffer);
        return new Packet(buffer, frame.Length);
    }

    public void Return() => FrameBuffers.Return(Buffer);
}
