using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SoundTime.Wire.Json;
using SoundTime.Wire.Messages;

namespace SoundTime.Wire;

/// <summary>
/// Reads one message from bytes as they come in (protocol sheet, sections 1.2 and 2). Catalogues are handed out entry by entry
/// and a filter's bits are gathered as bytes, so that a peer that sends 64 MiB takes no more memory than one entry or one filter.
/// </summary>
/// <remarks>Not safe for several threads. After an exception the reader is of no further use.</remarks>
public sealed class MessageReader
{
    private readonly JsonProgress _progress = new();
    private readonly uint _length;
    private readonly int _maxSmallBytes;
    private long _consumed;
    private Phase _phase;
    private IBody? _body;
    private MessagePart? _last;

    /// <summary>A reader for a message of <paramref name="length"/> bytes, as its frame declares.</summary>
    /// <exception cref="WireException">The length is 0 (<see cref="WireError.NotJson"/>) or over <see cref="WireLimits.MaxMessageBytes"/> (<see cref="WireError.TooLong"/>).</exception>
    public MessageReader(uint length)
        : this(length, WireLimits.MaxSmallMessageBytes)
    {
    }

    internal MessageReader(uint length, int maxSmallBytes)
    {
        _length = length switch
        {
            0 => throw new WireException(WireError.NotJson, "A message of no bytes."),
            > WireLimits.MaxMessageBytes => throw new WireException(WireError.TooLong, $"A message of {length} bytes, at most {WireLimits.MaxMessageBytes} are read."),
            _ => length,
        };
        _maxSmallBytes = maxSmallBytes;
    }

    private enum Phase
    {
        Name,
        Body,
        Close,
        Trail,
        Done,
    }

    /// <summary>Whether the message was read to its end, is well-formed, and its last part has been handed out.</summary>
    public bool IsCompleted => _phase == Phase.Done;

    /// <summary>
    /// Consumes what it can from the front of <paramref name="input"/>, moving its start, and hands out the next part. What is left must
    /// stand in front of the next call's input; it is never more than <see cref="WireLimits.MaxTokenBytes"/> after false was returned.
    /// </summary>
    /// <param name="input">The bytes that have come and were not consumed.</param>
    /// <param name="isFinal">Whether the stream ended behind them. A message that is shorter than declared is read as it is, as Rust nodes do.</param>
    /// <param name="part">The next part, when true is returned. The last one comes only when the whole message turned out well-formed.</param>
    /// <returns>False when more bytes are needed, or none are wanted any more (<see cref="IsCompleted"/>).</returns>
    /// <exception cref="WireException">The message cannot be used, or is longer than declared (<see cref="WireError.TooLong"/>).</exception>
    public bool TryRead(ref ReadOnlySequence<byte> input, bool isFinal, [NotNullWhen(true)] out MessagePart? part)
    {
        if (_consumed + input.Length > _length)
        {
            throw new WireException(WireError.TooLong, $"More than the declared {_length} bytes.");
        }

        isFinal |= _consumed + input.Length == _length;
        part = null;
        if (_phase < Phase.Trail)
        {
            part = ReadJson(ref input, isFinal);
        }

        if (_phase == Phase.Trail)
        {
            part = ReadTrail(ref input, isFinal);
        }

        return part is not null || (isFinal && !IsCompleted ? throw new WireException(WireError.NotJson, "The message ends too early.") : false);
    }

    private MessagePart? ReadJson(ref ReadOnlySequence<byte> input, bool isFinal)
    {
        var json = new JsonInput(input, isFinal, _progress);
        MessagePart? part = null;
        try
        {
            while (_phase < Phase.Trail && part is null)
            {
                var read = _phase switch
                {
                    Phase.Name => TryReadName(ref json),
                    Phase.Body => TryReadBody(ref json, out part),
                    _ => TryReadClose(ref json),
                };
                if (!read)
                {
                    break;
                }
            }
        }
        catch (JsonException exception)
        {
            throw new WireException(WireError.NotJson, "The message is not well-formed JSON.", exception);
        }

        json.Save();
        Consume(ref input, json.Released);
        return part;
    }

    private bool TryReadName(ref JsonInput json)
    {
        if (!json.TryReadToken())
        {
            return false;
        }

        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                break;
            case JsonTokenType.String:
                _last = new WholeMessage(SmallMessages.ReadBareName(json.GetText()));
                _phase = Phase.Trail;
                break;
            case JsonTokenType.PropertyName:
                _body = CreateBody(json.GetText());
                _phase = Phase.Body;
                break;
            default:
                throw new WireException(WireError.WrongType, "A message is a name, or an object with the name as its only key.");
        }

        return true;
    }

    private IBody CreateBody(string variant) => variant switch
    {
        nameof(CatalogSync) => new SyncBody(),
        nameof(CatalogDelta) => new DeltaBody(),
        nameof(BloomExchange) => new BloomBody(),
        _ when SmallMessages.IsKnown(variant) => new SmallBody(variant, _maxSmallBytes),
        _ => throw SmallMessages.Unknown(variant),
    };

    private bool TryReadBody(ref JsonInput json, out MessagePart? part)
    {
        var read = _body!.TryRead(ref json, out part);
        if (_body.IsEnded)
        {
            _last = _body.Last;
            _phase = Phase.Close;
        }

        return read;
    }

    private bool TryReadClose(ref JsonInput json)
    {
        if (!json.TryReadToken())
        {
            return false;
        }

        _phase = json.TokenType == JsonTokenType.EndObject
            ? Phase.Trail
            : throw new WireException(WireError.WrongType, "A message has exactly one key.");
        return true;
    }

    /// <summary>White space may follow, up to the declared length.</summary>
    private MessagePart? ReadTrail(ref ReadOnlySequence<byte> input, bool isFinal)
    {
        foreach (var segment in input)
        {
            if (segment.Span.ContainsAnyExcept(" \t\r\n"u8))
            {
                throw new WireException(WireError.TrailingBytes, "Something follows the message.");
            }
        }

        Consume(ref input, input.Length);
        if (!isFinal)
        {
            return null;
        }

        _phase = Phase.Done;
        return _last;
    }

    private void Consume(ref ReadOnlySequence<byte> input, long count)
    {
        input = input.Slice(count);
        _consumed += count;
    }
}
