using System.Reflection;
using System.Runtime.CompilerServices;

namespace SoundTime.Grains.Embedded;

/// <summary>
/// What arguments and results keep to: values, bytes, collections and tuples of them, and immutable records, which a cluster carries as JSON.
/// </summary>
internal static class MessageRules
{
    /// <summary>The largest tuple; beyond, its rest is a tuple of its own.</summary>
    private const int MaxTuple = 7;

    /// <summary>Only records of these namespaces are written as JSON.</summary>
    private const string Namespace = "SoundTime.";

    /// <summary>What is wrong with a type as an argument or result.</summary>
    public static IEnumerable<string> FindViolations(Type type) => Find(type, isInRecord: false, []);

    private static IEnumerable<string> Find(Type type, bool isInRecord, HashSet<Type> seen)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (MessageTypes.IsValue(type))
        {
            return [];
        }

        if (MessageTypes.IsBytes(type))
        {
            return isInRecord ? [$"{type.Name} within a record; bytes are a parameter of their own."] : [];
        }

        if (MessageTypes.IsTuple(type))
        {
            return isInRecord ? ["a tuple within a record, where JSON loses it."]
                : type.GetGenericArguments().Length > MaxTuple ? [$"a tuple of more than {MaxTuple}."]
                : type.GetGenericArguments().SelectMany(part => Find(part, isInRecord, seen));
        }

        if (type.IsSZArray || MessageTypes.IsCollection(type) || isInRecord && MessageTypes.IsCollectionInterface(type))
        {
            return (type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments()).SelectMany(part => Find(part, isInRecord, seen));
        }

        if (type.IsInterface || type.IsAbstract)
        {
            return [$"{type.Name} is an interface or abstract; who receives it would not know what to make."];
        }

        if (type.Namespace?.StartsWith(Namespace, StringComparison.Ordinal) != true)
        {
            return [$"{type.Name} is neither a value, nor a collection that both runtimes carry, nor a record of {Namespace}"];
        }

        return seen.Add(type) ? FindInRecord(type, seen) : [];
    }

    private static IEnumerable<string> FindInRecord(Type type, HashSet<Type> seen)
    {
        if (type.IsValueType)
        {
            if (!type.IsDefined(typeof(IsReadOnlyAttribute)))
            {
                yield return $"{type.Name} is a struct that is not readonly.";
            }
        }
        else if (!type.IsSealed || type.GetMethod("<Clone>$") is null)
        {
            yield return $"{type.Name} is not a sealed record.";
        }
        else if (type.GetConstructors() is not [var constructor] || !constructor.GetParameters().All(parameter => type.GetProperty(parameter.Name!) is not null))
        {
            yield return $"{type.Name} is not positional: JSON needs one constructor, whose parameters are the properties.";
        }

        foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            yield return $"{type.Name}.{field.Name} is a field, which JSON leaves out.";
        }

        foreach (var property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(property => property.SetMethod is not null))
        {
            if (!property.SetMethod!.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)))
            {
                yield return $"{type.Name}.{property.Name} can be set; messages do not change.";
            }

            foreach (var violation in Find(property.PropertyType, isInRecord: true, seen))
            {
                yield return $"{type.Name}.{property.Name}: {violation}";
            }
        }
    }
}
