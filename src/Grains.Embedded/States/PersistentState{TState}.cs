using System.Text.Json;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Embedded;

/// <summary>The state of one grain, as JSON in the store. Reading and writing count as turns, so that a test that drains them waits for the store too.</summary>
internal sealed class PersistentState<TState>(string name, Activation activation) : IPersistentState<TState>
    where TState : new()
{
    private readonly IGrainStateStore _store = activation.Runtime.States;
    private readonly string _key = activation.GrainId.Key;

    public TState State { get; set; } = new();

    public string? Etag { get; private set; }

    public bool RecordExists => Etag is not null;

    public Task ReadStateAsync() => ReadStateAsync(CancellationToken.None);

    public Task WriteStateAsync() => WriteStateAsync(CancellationToken.None);

    public Task ClearStateAsync() => ClearStateAsync(CancellationToken.None);

    public async Task ReadStateAsync(CancellationToken cancellationToken)
    {
        activation.Runtime.Barrier.Enter();
        try
        {
            var stored = await _store.ReadAsync(name, _key, cancellationToken);
            State = stored is null ? new TState() : Parse(stored.Json.Span);
            Etag = stored?.ETag;
        }
        finally
        {
            activation.Runtime.Barrier.Exit();
        }
    }

    public async Task WriteStateAsync(CancellationToken cancellationToken)
    {
        activation.Runtime.Barrier.Enter();
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(State);
            Etag = await _store.WriteAsync(name, _key, Etag, json, cancellationToken) ?? throw Conflict();
        }
        finally
        {
            activation.Runtime.Barrier.Exit();
        }
    }

    public async Task ClearStateAsync(CancellationToken cancellationToken)
    {
        activation.Runtime.Barrier.Enter();
        try
        {
            if (!await _store.RemoveAsync(name, _key, Etag, cancellationToken))
            {
                throw Conflict();
            }

            State = new TState();
            Etag = null;
        }
        finally
        {
            activation.Runtime.Barrier.Exit();
        }
    }

    private static TState Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<TState>(json) ?? new TState();

    private InconsistentStateException Conflict() => new(
        $"The state '{name}' of {activation.GrainId} was written by somebody else since it was read.", "another version", Etag ?? "none");
}
