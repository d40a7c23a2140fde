using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire;

/// <summary>A message as it lies on a stream: its length as a big-endian u32, then its JSON (protocol sheet, section 1.2).</summary>
public static class Frame
{
    /// <summary>Bytes before the JSON, or before the bytes of a blob: the length.</summary>
    public const int HeaderBytes = 4;

    private const int InitialBytes = 1024;

    /// <summary>Writes a message with its header.</summary>
    /// <exception cref="WireException">The message is refused, as <see cref="MessageWriter.Write"/> says, or is over <see cref="WireLimits.MaxMessageBytes"/>; nothing was written.</exception>
    public static void Write(Message message, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Encode(message).Span);
    }

    /// <summary>A message with its header, in memory of its own.</summary>
    /// <exception cref="WireException">The message is refused, as <see cref="MessageWriter.Write"/> says, or is over <see cref="WireLimits.MaxMessageBytes"/>.</exception>
    public static ReadOnlyMemory<byte> Encode(Message message)
    {
        var buffer = new ArrayBufferWriter<byte>(InitialBytes);
        buffer.Advance(HeaderBytes);
        MessageWriter.Write(message, buffer);
        if (buffer.WrittenCount - HeaderBytes > WireLimits.MaxMessageBytes)
        {
            throw new WireException(WireError.TooLong, $"A message of more than {WireLimits.MaxMessageBytes} bytes; send several of {WireLimits.MaxPageEntries} entries.");
        }

        WriteLength(MemoryMarshal.AsMemory(buffer.WrittenMemory).Span, (uint)(buffer.WrittenCount - HeaderBytes));
        return buffer.WrittenMemory;
    }

    /// <summary>Writes the header alone, as it stands before a blob's bytes too.</summary>
    public static void WriteLength(Span<byte> header, uint length) => BinaryPrimitives.WriteUInt32BigEndian(header, length);

    /// <summary>Reads the length from the first <see cref="HeaderBytes"/> bytes. It is a claim: compare it with a cap first.</summary>
    public static uint ReadLength(ReadOnlySpan<byte> header) => BinaryPrimitives.ReadUInt32BigEndian(header);
}
