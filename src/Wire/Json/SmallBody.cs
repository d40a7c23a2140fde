using System.Buffers;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>A body that is gathered whole, within a cap, and then read.</summary>
internal sealed class SmallBody(string variant, int maxBytes) : IBody
{
    private Message? _message;

    public bool IsEnded => _message is not null;

    public MessagePart Last => new WholeMessage(_message!);

    public bool TryRead(ref JsonInput input, out MessagePart? part)
    {
        part = null;
        var read = input.TryReadValue(maxBytes);
        if (input.IsOversized)
        {
            throw new WireException(WireError.TooLong, $"{variant}: longer than {maxBytes} bytes.");
        }

        if (!read)
        {
            return false;
        }

        _message = SmallMessages.Read(variant, input.Value.Span());
        return true;
    }
}
