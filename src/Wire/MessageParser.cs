using System.Buffers;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire;

/// <summary>Reads a message that lies in memory whole, such as an answer whose length has passed its cap in <see cref="WireLimits"/>.</summary>
public static class MessageParser
{
    /// <summary>Reads one message. A catalogue with a bad entry is refused here; a <see cref="MessageReader"/> keeps the good ones.</summary>
    /// <exception cref="WireException">The bytes are no message.</exception>
    public static Message Parse(ReadOnlySpan<byte> json)
    {
        var reader = new MessageReader((uint)json.Length, WireLimits.MaxSearchResultsBytes);
        var input = new ReadOnlySequence<byte>(json.ToArray());
        var tracks = new List<TrackAnnouncement>();
        while (reader.TryRead(ref input, isFinal: true, out var part))
        {
            switch (part)
            {
                case WholeMessage whole:
                    return whole.Message;
                case CatalogueEntry entry:
                    tracks.Add(entry.Track);
                    break;
                case RejectedEntry rejected:
                    throw new WireException(rejected.Error, $"Entry {rejected.Index}: {rejected.Reason}");
                case CatalogueEnd { Since: { } since }:
                    return new CatalogDelta(since, tracks);
                case CatalogueEnd:
                    return new CatalogSync(tracks);
            }
        }

        throw new WireException(WireError.NotJson, "The message ends too early.");
    }
}
