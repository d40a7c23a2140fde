using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace SoundTime.Interop.Tests.Relays;

/// <summary>What a relay logs of nodes that it does not let in.</summary>
internal sealed class DenialLog : ILoggerProvider, ILogger
{
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();

    /// <summary>Waits for the next.</summary>
    public ValueTask<string> NextAsync(CancellationToken cancellationToken) => _lines.Reader.ReadAsync(cancellationToken);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "NotAuthorized")
        {
            _lines.Writer.TryWrite(formatter(state, exception));
        }
    }

    public void Dispose() => _lines.Writer.TryComplete();
}
