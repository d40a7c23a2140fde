using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;

namespace SoundTime.Wire.Json;

/// <summary>
/// The bytes of one call, read token by token or value by value. Every Try method returns false when more bytes are needed, and
/// can be called again once they are there: <see cref="JsonProgress"/> holds what was reached.
/// </summary>
internal ref struct JsonInput
{
    private readonly JsonProgress _progress;
    private readonly ReadOnlySequence<byte> _input;
    private readonly long _start;
    private Utf8JsonReader _json;
    private long _tokenEnd;

    public JsonInput(in ReadOnlySequence<byte> input, bool isFinal, JsonProgress progress)
    {
        _progress = progress;
        _input = input;
        _start = progress.Held;
        _tokenEnd = _start - progress.SinceToken;
        _json = new Utf8JsonReader(input.Slice(_start), isFinal, progress.State);
        Released = 0;
        Value = default;
    }

    /// <summary>The token or the value's first token.</summary>
    public readonly JsonTokenType TokenType => _progress.InValue ? JsonTokenType.None : _progress.ValueKind;

    /// <summary>The value's bytes; empty when it is <see cref="IsOversized"/>.</summary>
    public ReadOnlySequence<byte> Value { get; private set; }

    /// <summary>Whether the value, read to its end or not, has more bytes than asked for. They are read and let go.</summary>
    public readonly bool IsOversized => _progress.Oversized;

    /// <summary>Bytes at the front of the input that are done with.</summary>
    public long Released { get; private set; }

    private readonly long Position => _start + _json.BytesConsumed;

    /// <summary>Reads the next token.</summary>
    public bool TryReadToken()
    {
        var read = Advance();
        _progress.ValueKind = read ? _json.TokenType : JsonTokenType.None;
        Released = Position;
        return read;
    }

    /// <summary>The text of the string or property name that was read last.</summary>
    public readonly string GetText() => _json.GetString()!;

    /// <summary>Which of these fields the property name that was read last names; see <see cref="FieldNames.IndexOf"/>.</summary>
    public readonly int IndexIn(FieldNames names, int last) => names.IndexOf(in _json, last);

    /// <summary>The byte that the number read last stands for.</summary>
    public readonly bool TryGetByte(out byte value) => _json.TryGetByte(out value);

    /// <summary>Reads the next value whole, or the bracket that closes its container. Of a value over <paramref name="keep"/> bytes nothing is kept.</summary>
    public bool TryReadValue(int keep)
    {
        long start = 0;
        if (!_progress.InValue)
        {
            _progress.Oversized = false;
            if (!TryReadToken())
            {
                return false;
            }

            start = _start + _json.TokenStartIndex;
            _progress.ValueDepth = _json.CurrentDepth;
            _progress.InValue = _json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
        }

        while (_progress.InValue)
        {
            if (!Advance())
            {
                _progress.Oversized |= _input.Length - start > keep;
                Released = _progress.Oversized ? Position : start;
                return false;
            }

            _progress.InValue = _json.CurrentDepth != _progress.ValueDepth || _json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray);
        }

        _progress.Oversized |= Position - start > keep;
        Value = _progress.Oversized ? default : _input.Slice(start, Position - start);
        Released = Position;
        return true;
    }

    /// <summary>Keeps what the next call needs. To be called once, at the end.</summary>
    public readonly void Save()
    {
        _progress.State = _json.CurrentState;
        _progress.Held = Position - Released;
        _progress.SinceToken = Position - _tokenEnd;
    }

    private bool Advance()
    {
        var read = _json.Read();
        var end = read ? Position : _input.Length;
        if (end - _tokenEnd > WireLimits.MaxTokenBytes)
        {
            throw new WireException(WireError.TooLong, $"A token is longer than {WireLimits.MaxTokenBytes} bytes.");
        }

        if (read)
        {
            _tokenEnd = Position;
            CheckToken();
        }

        return read;
    }

    private readonly void CheckToken()
    {
        switch (_json.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when _json.CurrentDepth >= WireLimits.MaxDepth:
                throw new WireException(WireError.TooDeep, $"Arrays and objects are nested deeper than {WireLimits.MaxDepth}.");
            case JsonTokenType.String or JsonTokenType.PropertyName when !IsUnicode():
                throw new WireException(WireError.NotJson, "A text is not Unicode: bytes that are no UTF-8, or half a surrogate pair.");
        }
    }

    /// <summary>The framework's reader checks texts only when they are fetched; serde_json rejects the message for any.</summary>
    private readonly bool IsUnicode()
    {
        if (!_json.HasValueSequence && !_json.ValueIsEscaped)
        {
            return Utf8.IsValid(_json.ValueSpan);
        }

        var buffer = ArrayPool<byte>.Shared.Rent((int)(_json.HasValueSequence ? _json.ValueSequence.Length : _json.ValueSpan.Length));
        try
        {
            _json.CopyString(buffer);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
