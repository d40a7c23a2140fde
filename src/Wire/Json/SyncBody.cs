namespace SoundTime.Wire.Json;

/// <summary>The body of a CatalogSync: an array of announcements.</summary>
internal sealed class SyncBody : IBody
{
    private readonly TrackEntries _entries = new();

    public bool IsEnded { get; private set; }

    public MessagePart Last => new CatalogueEnd(null, _entries.Count);

    public bool TryRead(ref JsonInput input, out MessagePart? part)
    {
        var read = _entries.TryRead(ref input, out part);
        IsEnded = read && part is null;
        return read;
    }
}
