#pragma warning disable CA1051, CA1052, CA1812, CA1815, CA1852 // What is refused is what analyzers may not like either.

// Messages that grains may not send, one rule each.
namespace SoundTime.Grains.Embedded.Tests.Checking;

internal abstract record AbstractMessage(int Value);

internal record OpenMessage(int Value);

internal sealed class PlainMessage
{
    public int Value { get; init; }
}

internal sealed record ChangingMessage(int Value)
{
    public string? Text { get; set; }
}

internal sealed record NamelessMessage
{
    public NamelessMessage(int number) => Value = number;

    public int Value { get; init; }
}

internal sealed record FieldMessage(int Value)
{
    public readonly int Field = Value;
}

internal struct ChangingStruct
{
    public int Value { get; init; }
}

internal sealed record ByteMessage(byte[] Bytes);

internal sealed record MemoryMessage(ReadOnlyMemory<byte> Bytes);

internal sealed record TupleMessage((int One, int Two) Both);

internal sealed record CallMessage(Func<int> Call);

internal sealed record TypeMessage(Type Type);

internal sealed record DeepMessage(List<OpenMessage> Messages);

internal sealed record SetMessage(HashSet<int> Values);

internal sealed record TreeMessage(string Name, IReadOnlyList<TreeMessage> Children);

internal sealed record SoundMessage(
    string Text, int? Number, DateTimeOffset At, DayOfWeek Day, IReadOnlyList<string> Names, IReadOnlyDictionary<string, TreeMessage> Trees, ulong[] Keys, SoundStruct Struct)
{
    public bool IsLong => Text.Length > 100;
}

internal readonly record struct SoundStruct(int Value, string? Text);
