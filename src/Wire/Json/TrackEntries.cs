using System.Text.Json;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire.Json;

/// <summary>An array of announcements, handed out one by one. A bad one costs only itself (weakness W22).</summary>
internal sealed class TrackEntries
{
    private bool _opened;
    private TrackAnnouncement? _previous;

    /// <summary>Entries met, rejected ones included.</summary>
    public int Count { get; private set; }

    /// <summary>Reads on. True with a part, or with null at the end of the array; false when more bytes are needed.</summary>
    public bool TryRead(ref JsonInput input, out MessagePart? part)
    {
        part = null;
        if (!_opened)
        {
            if (!input.TryReadToken())
            {
                return false;
            }

            _opened = input.TokenType == JsonTokenType.StartArray
                ? true
                : throw new WireException(WireError.WrongType, "An array of tracks was expected.");
        }

        if (!input.TryReadValue(WireLimits.MaxEntryBytes))
        {
            return false;
        }

        if (input.TokenType != JsonTokenType.EndArray)
        {
            part = Read(ref input);
        }

        return true;
    }

    private MessagePart Read(ref JsonInput input)
    {
        if (Count == WireLimits.MaxCatalogueEntries)
        {
            throw new WireException(WireError.TooLong, $"More than {WireLimits.MaxCatalogueEntries} entries.");
        }

        var index = Count++;
        if (input.IsOversized)
        {
            return new RejectedEntry(index, $"Longer than {WireLimits.MaxEntryBytes} bytes.", WireError.TooLong);
        }

        var json = new Utf8JsonReader(input.Value.Span(), JsonProgress.Options);
        json.Read();
        var track = TrackFields.Read(ref json, _previous, out var fault);
        if (track is null)
        {
            return new RejectedEntry(index, fault.Text, fault.Error);
        }

        _previous = track;
        return new CatalogueEntry(index, track);
    }
}
