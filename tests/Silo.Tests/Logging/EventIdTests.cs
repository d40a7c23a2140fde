using System.Reflection;
using Microsoft.Extensions.Logging;
using SoundTime.Silo.Options;

namespace SoundTime.Silo.Tests.Logging;

public sealed class EventIdTests
{
    [Fact]
    public void No_two_messages_of_the_log_have_the_same_event_id()
    {
        const BindingFlags any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var messages = typeof(OptionDeclaration).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(any))
            .Select(method => (Name: $"{method.DeclaringType!.Name}.{method.Name}", method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId))
            .Where(message => message.EventId is not null)
            .ToList();

        Assert.Contains(messages, message => message.Name == "PeerLog.TrackSent");
        Assert.Empty(messages.GroupBy(message => message.EventId).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(message => message.Name))}"));
    }
}
