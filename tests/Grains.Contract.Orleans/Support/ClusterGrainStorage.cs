using System.Text.Json;
using Orleans.Storage;
using SoundTime.Storage.GrainStates;

namespace SoundTime.Grains.Contract.Orleans.Support;

/// <summary>States of grains in a store that outlives the silos, as the embedded runtime keeps them.</summary>
public sealed class ClusterGrainStorage(IGrainStateStore store) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var stored = await store.ReadAsync(stateName, KeyOf(grainId), CancellationToken.None);
        grainState.State = stored is null ? Activator.CreateInstance<T>() : JsonSerializer.Deserialize<T>(stored.Json.Span)!;
        grainState.ETag = stored?.ETag;
        grainState.RecordExists = stored is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(grainState.State);
        grainState.ETag = await store.WriteAsync(stateName, KeyOf(grainId), grainState.ETag, json, CancellationToken.None)
            ?? throw Conflict(grainId, grainState.ETag);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (!await store.RemoveAsync(stateName, KeyOf(grainId), grainState.ETag, CancellationToken.None))
        {
            throw Conflict(grainId, grainState.ETag);
        }

        grainState.State = Activator.CreateInstance<T>();
        grainState.ETag = null;
        grainState.RecordExists = false;
    }

    private static string KeyOf(GrainId grainId) => grainId.Key.ToString()!;

    private static InconsistentStateException Conflict(GrainId grainId, string? etag) =>
        new($"The state of {grainId} was written by somebody else since it was read.", "another version", etag ?? "none");
}
