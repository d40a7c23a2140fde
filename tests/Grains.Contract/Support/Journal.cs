using SoundTime.Testing;

namespace SoundTime.Grains.Contract.Support;

/// <summary>What grains did, line by line.</summary>
public sealed class Journal
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];
    private readonly List<(string Line, int Count, TaskCompletionSource Reached)> _waiters = [];

    /// <summary>All lines, in the order they were written.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>How often a line was written.</summary>
    public int Count(string line)
    {
        lock (_gate)
        {
            return _lines.Count(written => written == line);
        }
    }

    /// <summary>Writes a line.</summary>
    public void Write(string line)
    {
        lock (_gate)
        {
            _lines.Add(line);
            foreach (var waiter in _waiters.Where(waiter => waiter.Line == line && waiter.Count <= _lines.Count(written => written == line)))
            {
                waiter.Reached.TrySetResult();
            }
        }
    }

    /// <summary>Ends when a line was written so many times.</summary>
    public async Task WaitForAsync(string line, CancellationToken cancellationToken, int count = 1)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_lines.Count(written => written == line) >= count)
            {
                return;
            }

            _waiters.Add((line, count, reached));
        }

        await reached.Task.WaitAsync(Waiting.Patience, TimeProvider.System, cancellationToken);
    }
}
