using System.Collections.Immutable;

namespace SoundTime.Grains.Embedded;

/// <summary>Which types of .NET messages are made of.</summary>
internal static class MessageTypes
{
    private static readonly HashSet<Type> Values =
    [
        typeof(bool), typeof(byte), typeof(sbyte), typeof(short), typeof(ushort), typeof(int), typeof(uint), typeof(long), typeof(ulong),
        typeof(float), typeof(double), typeof(decimal), typeof(char), typeof(string), typeof(Guid), typeof(Uri), typeof(Version),
        typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
    ];

    private static readonly HashSet<Type> Collections = [typeof(List<>), typeof(ImmutableArray<>), typeof(Dictionary<,>)];

    private static readonly HashSet<Type> CollectionInterfaces = [typeof(IReadOnlyList<>), typeof(IReadOnlyDictionary<,>)];

    /// <summary>Whether a type is a single value: a number, text, time, id or enum.</summary>
    public static bool IsValue(Type type) => Values.Contains(type) || type.IsEnum;

    /// <summary>Whether nobody can change a value of the type.</summary>
    public static bool IsShareable(Type type) =>
        IsValue(Nullable.GetUnderlyingType(type) ?? type) || type == typeof(CancellationToken) || type == typeof(object);

    /// <summary>Whether a type is a collection that both runtimes carry anywhere in a message.</summary>
    public static bool IsCollection(Type type) => type.IsGenericType && Collections.Contains(type.GetGenericTypeDefinition());

    /// <summary>Whether a type is an interface of collections; the concrete type behind it is lost on the way, which JSON allows and Orleans's own codec does not.</summary>
    public static bool IsCollectionInterface(Type type) => type.IsGenericType && CollectionInterfaces.Contains(type.GetGenericTypeDefinition());

    /// <summary>Whether a type is bytes, which want to be a parameter of their own.</summary>
    public static bool IsBytes(Type type) => type == typeof(byte[]) || type == typeof(ReadOnlyMemory<byte>);

    /// <summary>Whether a type is a tuple of values.</summary>
    public static bool IsTuple(Type type) => type.IsGenericType && type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal);
}
