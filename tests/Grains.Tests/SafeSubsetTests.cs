using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using SoundTime.Grains.Embedded;
using SoundTime.Grains.Peers;

namespace SoundTime.Grains.Tests;

/// <summary>
/// The grains compile and run on Orleans too (grain sheet, sections 3, 7 and 8). The embedded build would not notice what Orleans refuses, so this does.
/// </summary>
public sealed partial class SafeSubsetTests
{
    /// <summary>What both runtimes give (grain sheet, section 7), as far as grains need it.</summary>
    private static readonly HashSet<string> Surface =
    [
        "Grain", "IAddressable", "IGrain", "IGrainBase", "IGrainWithStringKey", "IGrainFactory", "IGrainContext", "GrainId", "GrainExtensions",
        "GrainBaseExtensions", "GrainReminderExtensions", "DeactivationReason", "DeactivationReasonCode", "IStorage", "IStorage`1", "IPersistentState`1",
        "PersistentStateAttribute", "InconsistentStateException", "IGrainTimer", "GrainTimerCreationOptions", "IRemindable", "IGrainReminder", "TickStatus",
        "ReadOnlyAttribute", "AlwaysInterleaveAttribute", "ReentrantAttribute", "CollectionAgeLimitAttribute",
    ];

    /// <summary>What messages and states are made of, beside arrays, lists, nullable values, enums and records.</summary>
    private static readonly HashSet<Type> Simple =
    [
        typeof(string), typeof(bool), typeof(byte), typeof(short), typeof(int), typeof(long), typeof(ulong), typeof(float), typeof(double), typeof(decimal),
        typeof(Guid), typeof(TimeSpan), typeof(DateTimeOffset),
    ];

    private static readonly Assembly Grains = typeof(PeerGrain).Assembly;

    public static TheoryData<Type> Interfaces => [.. Grains.GetTypes().Where(type => type.IsInterface && type.IsAssignableTo(typeof(IGrain)))];

    public static TheoryData<Type> Classes => [.. Grains.GetTypes().Where(type => type.IsAssignableTo(typeof(Grain)))];

    public static TheoryData<Type> Messages => [.. Interfaces.Select(row => row.Data).SelectMany(MessageTypes).Where(type => !IsSimple(type)).Distinct()];

    public static TheoryData<Type> States => [.. Classes.Select(row => row.Data).SelectMany(StateParameters).Select(StateType)];

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void A_grain_interface_is_top_level_keyed_by_text_and_has_methods_alone(Type type)
    {
        Assert.True(type.IsAssignableTo(typeof(IGrainWithStringKey)), "Keys are texts.");
        Assert.False(type.IsNested || type.IsGenericType);
        Assert.Empty(type.GetProperties());
        Assert.Empty(type.GetEvents());
        Assert.DoesNotContain(type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic), method => !method.IsPrivate);
        Assert.Equal(type.GetMethods().Length, type.GetMethods().Select(method => method.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void Methods_of_a_grain_interface_return_tasks_and_take_plain_values_and_one_token_at_the_end(Type type)
    {
        Assert.All(type.GetMethods(), method =>
        {
            Assert.False(method.IsGenericMethod, $"{method} is generic.");
            var result = method.ReturnType;
            Assert.True(result == typeof(Task) || (result.IsGenericType && result.GetGenericTypeDefinition() == typeof(Task<>)), $"{method} returns no task.");
            Assert.DoesNotContain(method.GetParameters(), parameter => parameter.ParameterType.IsByRef);
            var tokens = method.GetParameters().Where(parameter => parameter.ParameterType == typeof(CancellationToken)).ToList();
            Assert.True(tokens.Count <= 1 && tokens.All(token => token.Position == method.GetParameters().Length - 1), $"{method} has tokens elsewhere.");
        });
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_grain_class_is_sealed_and_the_only_one_of_its_interface(Type type)
    {
        Assert.True(type.IsSealed && !type.IsNested && !type.IsGenericType);
        var own = Assert.Single(type.GetInterfaces(), candidate => candidate.Assembly == Grains && candidate.IsAssignableTo(typeof(IGrain)));
        Assert.Single(Classes.Select(row => row.Data), other => other.IsAssignableTo(own));
        Assert.DoesNotContain(type.GetMethods(), method => method.IsDefined(typeof(AlwaysInterleaveAttribute)) || method.IsDefined(typeof(ReadOnlyAttribute)));
        Assert.DoesNotContain(
            type.GetMembers(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly),
            member => member.IsDefined(typeof(ThreadStaticAttribute)));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void What_a_message_is_made_of_can_be_written_and_read_by_both_runtimes(Type type)
    {
        if (type.IsEnum)
        {
            return;
        }

        Assert.True(type is { IsSealed: true, IsClass: true, IsGenericType: false } && type.GetMethod("<Clone>$") is not null, $"{type} is no sealed record.");
        var constructor = Assert.Single(type.GetConstructors());
        Assert.Equal(
            type.GetProperties().Select(property => (property.Name, property.PropertyType)).Order(),
            constructor.GetParameters().Select(parameter => (parameter.Name!, parameter.ParameterType)).Order());
        Assert.All(constructor.GetParameters(), parameter =>
        {
            Assert.NotEqual(typeof(byte[]), parameter.ParameterType);
            Assert.True(Parts(parameter.ParameterType).All(part => IsSimple(part) || part.IsEnum || IsRecord(part)), $"{parameter} of {type} cannot cross.");
        });
    }

    [Theory]
    [MemberData(nameof(States))]
    public void A_state_is_a_mutable_class_of_plain_values_that_can_be_made_from_nothing(Type type)
    {
        Assert.True(type.IsSealed && type.IsClass);
        Assert.NotNull(type.GetConstructor(Type.EmptyTypes));
        Assert.All(type.GetProperties(), property =>
        {
            var setter = Assert.IsType<MethodInfo>(property.SetMethod, exactMatch: false);
            Assert.True(setter.IsPublic, $"{property} cannot be set.");
            Assert.DoesNotContain(typeof(IsExternalInit), setter.ReturnParameter.GetRequiredCustomModifiers());
            Assert.True(Parts(property.PropertyType).All(part => IsSimple(part) || part.IsEnum), $"{property} is no plain value.");
        });
    }

    [Fact]
    public void Each_state_has_a_name_of_its_own()
    {
        var names = Classes.Select(row => row.Data).SelectMany(StateParameters)
            .Select(parameter => parameter.GetCustomAttribute<PersistentStateAttribute>()!.StateName).ToList();
        Assert.NotEmpty(names);
        Assert.Equal(names.Distinct(), names);
    }

    [Fact]
    public void Grains_use_no_type_of_the_runtime_that_only_one_of_them_has()
    {
        using var file = new PEReader(File.OpenRead(Grains.Location));
        var metadata = file.GetMetadataReader();
        var used = metadata.TypeReferences.Select(metadata.GetTypeReference)
            .Where(type => metadata.GetString(type.Namespace).StartsWith("SoundTime.Grains.Embedded", StringComparison.Ordinal))
            .Select(type => metadata.GetString(type.Name)).ToList();
        Assert.NotEmpty(used);
        Assert.Empty(used.Except(Surface));
    }

    [Fact]
    public void Sources_neither_leave_the_grain_s_scheduler_nor_name_a_runtime()
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "src", "Grains"));
        var sources = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories);
        Assert.NotEmpty(sources);
        Assert.Empty(
            from source in sources
            from Match match in Forbidden().Matches(File.ReadAllText(source))
            select $"{Path.GetFileName(source)}: {match.Value}");
    }

    [GeneratedRegex(@"ConfigureAwait|Task\.Run\b|Task\.Factory|Parallel\.|TaskCanceledException|ThreadStatic|AsyncLocal|\.Result\b(?!\s*\{)|\.Wait\(|GetAwaiter\(|OneWay|using (Orleans|SoundTime\.Grains\.Embedded)|#if|RecordExists")]
    private static partial Regex Forbidden();

    private static bool IsSimple(Type type) => Simple.Contains(type);

    private static bool IsRecord(Type type) => Messages.Any(row => row.Data == type);

    private static IEnumerable<ParameterInfo> StateParameters(Type type) =>
        type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
            .Where(parameter => parameter.ParameterType.IsGenericType && parameter.ParameterType.GetGenericTypeDefinition() == typeof(IPersistentState<>));

    private static Type StateType(ParameterInfo parameter) => parameter.ParameterType.GetGenericArguments()[0];

    /// <summary>All types that calls of an interface carry, down to the members of records.</summary>
    private static IEnumerable<Type> MessageTypes(Type type)
    {
        var found = new HashSet<Type>();
        var next = new Queue<Type>(type.GetMethods()
            .SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType))
            .Where(carried => carried != typeof(CancellationToken) && carried != typeof(Task))
            .Select(carried => carried.IsGenericType && carried.GetGenericTypeDefinition() == typeof(Task<>) ? carried.GetGenericArguments()[0] : carried));
        while (next.TryDequeue(out var carried))
        {
            foreach (var part in Parts(carried).Where(found.Add).Where(part => !IsSimple(part)))
            {
                foreach (var property in part.GetProperties())
                {
                    next.Enqueue(property.PropertyType);
                }
            }
        }

        return found;
    }

    /// <summary>What an array, a list or a nullable value holds; otherwise the type itself. A read-only list arrives as a list.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.IsArray ? Parts(type.GetElementType()!)
        : Nullable.GetUnderlyingType(type) is { } value ? Parts(value)
        : type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) || type.GetGenericTypeDefinition() == typeof(List<>))
            ? Parts(type.GetGenericArguments()[0])
        : [type];

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
