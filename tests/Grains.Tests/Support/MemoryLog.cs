using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SoundTime.Grains.Tests.Support;

/// <summary>What was logged.</summary>
internal sealed class MemoryLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(int Id, string Text)> Entries { get; } = new();

    public int Count(int id) => Entries.Count(entry => entry.Id == id);

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Entries.Enqueue((eventId.Id, $"{logLevel}: {formatter(state, exception)} {exception}"));

    public void Dispose()
    {
    }
}
