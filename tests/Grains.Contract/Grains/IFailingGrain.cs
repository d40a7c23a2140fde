namespace SoundTime.Grains.Contract.Grains;

/// <summary>Throws.</summary>
public interface IFailingGrain : IGrainWithStringKey
{
    /// <summary>An <see cref="InvalidOperationException"/> at once, outside of any task.</summary>
    Task ThrowAtOnceAsync(string message);

    /// <summary>An <see cref="InvalidOperationException"/> after an await.</summary>
    Task<int> ThrowLaterAsync(string message);

    /// <summary>An <see cref="ArgumentException"/>.</summary>
    ValueTask<int> ThrowArgumentAsync(string message);

    /// <summary>An <see cref="OperationCanceledException"/> that no caller asked for.</summary>
    ValueTask ThrowCancelledAsync();

    /// <summary>An <see cref="InvalidOperationException"/> behind a gate, whatever its token says.</summary>
    Task ThrowBehindGateAsync(string gate, CancellationToken cancellationToken);

    /// <summary>Answers.</summary>
    ValueTask<string> WorkAsync();
}
