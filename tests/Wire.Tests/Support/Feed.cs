using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SoundTime.Wire.Tests.Support;

/// <summary>Hands bytes to a reader in pieces, each in a segment of its own, as a connection would.</summary>
internal sealed class Feed(uint length)
{
    private const int MostLinks = 20;

    private readonly MessageReader _reader = new(length);
    private ReadOnlySequence<byte> _input;
    private int _links;

    /// <summary>Most bytes left unconsumed after the reader asked for more.</summary>
    public long MostUnconsumed { get; private set; }

    public bool IsCompleted => _reader.IsCompleted;

    /// <summary>All that reading yields, errors too, in a form that can be compared.</summary>
    public static List<string> Outcome(byte[] message, Func<int> nextSize)
    {
        var outcome = new List<string>();
        try
        {
            var feed = new Feed((uint)message.Length);
            for (var at = 0; at < message.Length;)
            {
                var size = Math.Min(nextSize(), message.Length - at);
                outcome.AddRange(feed.Push(message.AsMemory(at, size), isFinal: false).Select(Describe));
                at += size;
            }

            outcome.AddRange(feed.Push(default, isFinal: true).Select(Describe));
        }
        catch (WireException exception)
        {
            outcome.Add(exception.Error.ToString());
        }

        return outcome;
    }

    public static List<MessagePart> ReadAll(string json)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return [.. new Feed((uint)bytes.Length).Push(bytes, isFinal: true)];
    }

    public IEnumerable<MessagePart> Push(ReadOnlyMemory<byte> bytes, bool isFinal)
    {
        _input = Append(_input, bytes);
        while (_reader.TryRead(ref _input, isFinal, out var part))
        {
            yield return part;
        }

        MostUnconsumed = Math.Max(MostUnconsumed, _input.Length);
    }

    private static string Describe(MessagePart part) => part switch
    {
        WholeMessage whole => $"{whole.Message.GetType().Name} {JsonSerializer.Serialize((object)whole.Message)}",
        _ => part.ToString(),
    };

    private ReadOnlySequence<byte> Append(ReadOnlySequence<byte> input, ReadOnlyMemory<byte> bytes)
    {
        // Byte by byte, a long entry would become a chain that is walked anew for each byte: some twenty links try as much.
        if (++_links % MostLinks == 0)
        {
            input = new ReadOnlySequence<byte>(input.ToArray());
        }

        Segment? first = null, last = null;
        foreach (var memory in input)
        {
            last = new Segment(memory, last);
            first ??= last;
        }

        last = new Segment(bytes, last);
        return new ReadOnlySequence<byte>(first ?? last, 0, last, bytes.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? previous)
        {
            Memory = memory;
            if (previous is not null)
            {
                previous.Next = this;
                RunningIndex = previous.RunningIndex + previous.Memory.Length;
            }
        }
    }
}
