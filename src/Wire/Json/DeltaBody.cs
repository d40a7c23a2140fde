using System.Text.Json;

namespace SoundTime.Wire.Json;

/// <summary>The body of a CatalogDelta: a moment and an array of announcements, in either order.</summary>
internal sealed class DeltaBody : IBody
{
    private const string Since = "since";
    private const string Tracks = "tracks";
    private static readonly FieldNames Names = FieldNames.Of(Since, Tracks);

    private readonly FieldStream _fields = new(Names);
    private readonly TrackEntries _entries = new();
    private DateTimeOffset _since;

    public bool IsEnded => _fields.IsEnded;

    public MessagePart Last => new CatalogueEnd(_since, _entries.Count);

    public bool TryRead(ref JsonInput input, out MessagePart? part)
    {
        part = null;
        while (!IsEnded)
        {
            var read = _fields.Name switch
            {
                Since => TryReadSince(ref input),
                Tracks => _entries.TryRead(ref input, out part),
                _ => true,
            };
            if (!read)
            {
                return false;
            }

            if (part is not null)
            {
                return true;
            }

            if (!_fields.TryNext(ref input))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryReadSince(ref JsonInput input)
    {
        if (!input.TryReadToken())
        {
            return false;
        }

        return input.TokenType == JsonTokenType.String && Timestamp.TryParse(input.GetText(), out _since)
            ? true
            : throw new WireException(WireError.WrongType, "since: not an RFC 3339 time.");
    }
}
