using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Logging;

public sealed class LoggingSetupTests
{
    [Theory]
    [InlineData("text", TextFormatter.FormatterName)]
    [InlineData("json", ConsoleFormatterNames.Json)]
    public void Lines_are_written_in_the_format_asked_for_on_standard_error(string format, string formatter)
    {
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddNodeLogging(new Reading("/srv").WithFlag("--log-format", format).Options()))
            .BuildServiceProvider();
        var console = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value;

        Assert.Equal((formatter, LogLevel.Trace), (console.FormatterName, console.LogToStandardErrorThreshold));
        Assert.Contains(formatter, services.GetServices<ConsoleFormatter>().Select(candidate => candidate.Name));
    }

    [Theory]
    [InlineData("info", "SoundTime.Iroh.Endpoint", LogLevel.Information)]
    [InlineData("warn", "SoundTime.Iroh.Endpoint", LogLevel.Warning)]
    [InlineData("warn,SoundTime.Iroh=debug", "SoundTime.Iroh.Endpoint", LogLevel.Debug)]
    [InlineData("warn,SoundTime.Iroh=debug", "SoundTime.Storage.Catalogue", LogLevel.Warning)]
    [InlineData("info", "Microsoft.Hosting.Lifetime", LogLevel.Warning)]
    [InlineData("error", "Microsoft.Hosting.Lifetime", LogLevel.Error)]
    [InlineData("debug", "Microsoft.Hosting.Lifetime", LogLevel.Debug)]
    [InlineData("info,Microsoft.AspNetCore=trace", "Microsoft.AspNetCore.Server.Kestrel", LogLevel.Trace)]
    public void A_component_logs_from_the_level_asked_for_and_the_framework_stays_quiet(string levels, string category, LogLevel lowest)
    {
        using var services = new ServiceCollection()
            .AddLogging(logging => logging.AddNodeLogging(new Reading("/srv").WithFlag("--log", levels).Options()))
            .BuildServiceProvider();
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(category);

        Assert.True(logger.IsEnabled(lowest));
        Assert.False(lowest > LogLevel.Trace && logger.IsEnabled(lowest - 1));
    }
}
