using System.Text.Json;
using System.Text.Json.Serialization;

namespace SoundTime.Grains.Embedded;

/// <summary>Copies arguments and results as a cluster would: by their declared type, written as JSON and read again.</summary>
internal sealed class MessageCopier
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IncludeFields = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private readonly Func<object, object?> _copy;

    private MessageCopier(Func<object, object?> copy) => _copy = copy;

    /// <summary>What copies values of a type; null where they can be shared because nobody can change them.</summary>
    public static MessageCopier? For(Type type)
    {
        if (MessageTypes.IsShareable(type))
        {
            return null;
        }

        if (type == typeof(byte[]))
        {
            return new MessageCopier(bytes => ((byte[])bytes).Clone());
        }

        if (type == typeof(ReadOnlyMemory<byte>))
        {
            return new MessageCopier(bytes => new ReadOnlyMemory<byte>(((ReadOnlyMemory<byte>)bytes).ToArray()));
        }

        return new MessageCopier(value => JsonSerializer.Deserialize(JsonSerializer.SerializeToUtf8Bytes(value, type, Options), type, Options));
    }

    public object? Copy(object? value) => value is null ? null : _copy(value);
}
