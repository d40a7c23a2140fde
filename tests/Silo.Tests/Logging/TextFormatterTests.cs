using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SoundTime.Silo.Logging;

namespace SoundTime.Silo.Tests.Logging;

public sealed class TextFormatterTests
{
    [Fact]
    public void An_event_is_one_line_with_time_level_component_and_message() =>
        Assert.Equal("2026-01-02 03:04:05.678Z info  Iroh.Endpoint: Listening\n", Write(LogLevel.Information, "Listening"));

    [Fact]
    public void Words_of_a_peer_cannot_forge_a_line_or_drive_the_terminal() =>
        Assert.Equal("2026-01-02 03:04:05.678Z warn  Iroh.Endpoint: Peer \"a  b [31m\" left\n", Write(LogLevel.Warning, "Peer \"a\r\nb\u001b[31m\" left"));

    [Fact]
    public void A_failure_is_told_in_the_same_line_with_its_causes()
    {
        var exception = new IOException("no answer", new TimeoutException("10 s\nover"));

        Assert.Equal(
            "2026-01-02 03:04:05.678Z error Iroh.Endpoint: Lost | IOException: no answer | TimeoutException: 10 s over\n",
            Write(LogLevel.Error, "Lost", exception));
    }

    [Fact]
    public void With_stacks_asked_for_the_whole_exception_follows() =>
        Assert.EndsWith("Lost\nSystem.IO.IOException: no answer\n", Write(LogLevel.Error, "Lost", new IOException("no answer"), withStacks: true), StringComparison.Ordinal);

    private static string Write(LogLevel level, string message, Exception? exception = null, bool withStacks = false)
    {
        var formatter = new TextFormatter(Microsoft.Extensions.Options.Options.Create(new TextFormatterOptions { IncludeStackTraces = withStacks }), new StoppedClock());
        var output = new StringWriter();
        formatter.Write(new LogEntry<string>(level, "SoundTime.Iroh.Endpoint", default, message, exception, (state, _) => state), null, output);
        return output.ToString();
    }

    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);
    }
}
