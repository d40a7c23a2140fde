using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SoundTime.Api;

/// <summary>A search as server-sent events: <c>progress</c> at once, and again in each silence; <c>results</c> with what is new; <c>done</c> at the end.</summary>
internal static class SearchEvents
{
    /// <summary>The id of the last event of a stream that is whole.</summary>
    public const string LastId = "done";

    /// <summary>Asks, and writes what comes. Where the search fails, the stream breaks off without <c>done</c>.</summary>
    public static async IAsyncEnumerable<SseItem<string>> WriteAsync(
        IPeerSearch peers, string question, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var gathering = new SearchGathering();
        yield return Event("progress", gathering.Progress, ApiJson.Default.SearchProgressBody);
        await foreach (var update in Pauses.TellAsync(peers.AskAsync(question, cancellationToken), SearchLimits.Heartbeat, time, cancellationToken))
        {
            if (update is not null)
            {
                foreach (var batch in gathering.Add(update).Chunk(SearchLimits.MaxInEvent))
                {
                    yield return Event("results", batch, ApiJson.Default.IReadOnlyListSearchResult);
                }
            }

            yield return Event("progress", gathering.Progress, ApiJson.Default.SearchProgressBody);
        }

        gathering.Complete();
        yield return Event("done", gathering.Progress, ApiJson.Default.SearchProgressBody) with { EventId = LastId };
    }

    private static SseItem<string> Event<T>(string type, T body, JsonTypeInfo<T> form) => new(JsonSerializer.Serialize(body, form), type);
}
