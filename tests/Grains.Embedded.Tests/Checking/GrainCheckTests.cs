using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SoundTime.Grains.Contract.Grains;
using SoundTime.Grains.Contract.Support;
using SoundTime.Storage.GrainStates;
using SoundTime.Testing;

namespace SoundTime.Grains.Embedded.Tests.Checking;

/// <summary>What Orleans would refuse, or break on, is refused here too.</summary>
public sealed class GrainCheckTests
{
    public static TheoryData<Type, string> Interfaces => new()
    {
        { typeof(IWithProperty), "IWithProperty.Count is a property" },
        { typeof(IWithEvent), "IWithEvent.Happened is an event" },
        { typeof(IWithStaticMethod), "IWithStaticMethod.RunAsync is static" },
        { typeof(IWithStaticAbstract), "IWithStaticAbstract.RunAsync is static" },
        { typeof(IWithRef), "IWithRef.RunAsync takes 'value' by reference" },
        { typeof(IWithOut), "IWithOut.RunAsync takes 'value' by reference" },
        { typeof(IWithIn), "IWithIn.RunAsync takes 'value' by reference" },
        { typeof(IReturnsValue), "IReturnsValue.Run returns Int32" },
        { typeof(IReturnsNothing), "IReturnsNothing.Run returns Void" },
        { typeof(IReturnsStream), "IReturnsStream.RunAsync returns IAsyncEnumerable`1" },
        { typeof(ITakesTwoTokens), "ITakesTwoTokens.RunAsync takes more than one CancellationToken" },
        { typeof(ITakesTokenFirst), "ITakesTokenFirst.RunAsync takes a CancellationToken that is not its last" },
        { typeof(IWithGenericMethod), "IWithGenericMethod.RunAsync is generic" },
        { typeof(IGenericGrain<>), "IGenericGrain`1 is generic" },
        { typeof(IWithoutStringKey), "IWithoutStringKey has no IGrainWithStringKey" },
        { RefusedInterfaces.OfOneFile, "is nested or private to its file" },
        { typeof(RefusedInterfaces.INested), "INested is nested or private to its file" },
    };

    public static TheoryData<Type, string> Messages => new()
    {
        { typeof(AbstractMessage), "AbstractMessage is an interface or abstract" },
        { typeof(OpenMessage), "OpenMessage is not a sealed record" },
        { typeof(PlainMessage), "PlainMessage is not a sealed record" },
        { typeof(ChangingMessage), "ChangingMessage.Text can be set" },
        { typeof(NamelessMessage), "NamelessMessage is not positional" },
        { typeof(FieldMessage), "FieldMessage.Field is a field" },
        { typeof(ChangingStruct), "ChangingStruct is a struct that is not readonly" },
        { typeof(ByteMessage), "ByteMessage.Bytes: Byte[] within a record" },
        { typeof(MemoryMessage), "MemoryMessage.Bytes: ReadOnlyMemory`1 within a record" },
        { typeof(TupleMessage), "TupleMessage.Both: a tuple within a record" },
        { typeof(CallMessage), "CallMessage.Call: Func`1 is neither" },
        { typeof(TypeMessage), "TypeMessage.Type: Type is an interface or abstract" },
        { typeof(DeepMessage), "DeepMessage.Messages: OpenMessage is not a sealed record" },
        { typeof(SetMessage), "SetMessage.Values: HashSet`1 is neither" },
        { typeof((int, int, int, int, int, int, int, int)), "a tuple of more than 7" },
        { typeof(IReadOnlyList<string>), "IReadOnlyList`1 is an interface or abstract" },
        { typeof(Func<int>), "Func`1 is neither" },
        { typeof(IProgress<int>), "IProgress`1 is an interface or abstract" },
        { typeof(object), "Object is neither" },
        { typeof(Stream), "Stream is an interface or abstract" },
        { typeof(int[,]), "Int32[,] is neither" },
        { typeof(InvalidOperationException), "InvalidOperationException is neither" },
        { typeof(ITurnGrain), "ITurnGrain is an interface or abstract" },
    };

    public static TheoryData<Type, string> Classes => new()
    {
        { typeof(GenericGrain<>), "GenericGrain`1 is generic" },
        { typeof(BaselessGrain), "BaselessGrain derives from Grain" },
        { typeof(TwoWaysGrain), "TwoWaysGrain has 2 public constructors" },
        { typeof(MarkedGrain), "MarkedGrain.RunAsync is marked for interleaving in the class" },
        { typeof(UnnamedStateGrain), "UnnamedStateGrain takes the state 'state' without naming it" },
        { typeof(BlankStateGrain), "BlankStateGrain gives the state 'state' no name" },
        { typeof(MismarkedStateGrain), "MismarkedStateGrain marks 'state' as state, which is no IPersistentState<T>" },
        { typeof(KeylessStateGrain), "KeylessStateGrain keeps 'state' as KeylessState" },
        { typeof(TwiceGrain), "TwiceGrain and TwiceGrain keep their state as 'twice'" },
    };

    public static TheoryData<Type> SoundMessages =>
    [
        typeof(int), typeof(string), typeof(byte[]), typeof(ReadOnlyMemory<byte>), typeof(DateTimeOffset?), typeof(DayOfWeek), typeof((int, string)),
        typeof(List<SoundMessage>), typeof(Dictionary<string, SoundStruct>), typeof(SoundMessage[]), typeof(SoundMessage), typeof(TreeMessage), typeof(SoundStruct?),
    ];

    [Theory]
    [MemberData(nameof(Interfaces))]
    public void An_interface_that_Orleans_refuses_is_refused(Type type, string violation) =>
        Assert.Contains(GrainCheck.FindViolations([type]), found => found.Contains(violation, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_that_does_not_travel_is_refused_as_argument_and_as_result(Type type, string violation)
    {
        var found = Assert.Single(GrainInterfaceRules.FindViolations(typeof(ITakes<>).MakeGenericType(type)));
        Assert.Contains($"RunAsync takes 'message': {violation}", found, StringComparison.Ordinal);
        found = Assert.Single(GrainInterfaceRules.FindViolations(typeof(IAnswers<>).MakeGenericType(type)));
        Assert.Contains($"RunAsync answers {violation}", found, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(SoundMessages))]
    public void A_message_that_travels_is_not_refused(Type type)
    {
        Assert.Empty(GrainInterfaceRules.FindViolations(typeof(ITakes<>).MakeGenericType(type)));
        Assert.Empty(GrainInterfaceRules.FindViolations(typeof(IAnswers<>).MakeGenericType(type)));
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_class_that_breaks_a_rule_is_refused(Type type, string violation) =>
        Assert.Contains(GrainCheck.FindViolations([type]), found => found.StartsWith(violation, StringComparison.Ordinal));

    [Fact]
    public void Classes_that_claim_the_same_are_refused()
    {
        var violations = GrainCheck.FindViolations([typeof(GoodGrain), typeof(OtherGoodGrain), typeof(Elsewhere.GoodGrain)]);
        Assert.Equal(
            [
                "GoodGrain and OtherGoodGrain implement 'ISound'; an interface has one class.",
                "GoodGrain and GoodGrain are both named 'good'; reminders are stored by it.",
                "GoodGrain and OtherGoodGrain keep their state as 'good'; it is stored by that name, whatever the class.",
            ],
            violations);
    }

    [Fact]
    public void Every_breach_is_named_those_that_are_inherited_too() =>
        Assert.Equal(3, GrainCheck.FindViolations([typeof(IWithMany)]).Count);

    [Fact]
    public void The_grains_of_the_contract_are_sound() => Assert.Empty(GrainCheck.FindViolations(typeof(IGrainTestHost).Assembly.GetTypes()));

    [Fact]
    public void A_host_with_unsound_grains_does_not_start_and_says_all_that_is_wrong()
    {
        var services = new ServiceCollection().AddLogging()
            .AddSingleton<IGrainStateStore, MemoryGrainStateStore>()
            .AddSingleton<IReminderStore, MemoryReminderStore>()
            .AddEmbeddedGrains(typeof(GrainCheckTests).Assembly);
        using var provider = services.BuildServiceProvider();
        var refusal = Assert.Throws<GrainCheckException>(() => provider.GetServices<IHostedService>().ToList());
        Assert.True(refusal.Violations.Count > 20);
        Assert.All(refusal.Violations, violation => Assert.Contains(violation, refusal.Message, StringComparison.Ordinal));
    }
}
