using System.Text;
using System.Globalization;
using SoundTime.Storage.GrainStates;
using SoundTime.Storage.Tests.Support;

namespace SoundTime.Storage.Tests.GrainStates;

/// <summary>What every store of grain states promises.</summary>
public abstract class GrainStateStoreConformance(StoresFixture fixture) : StoresConformance(fixture)
{
    private const string Name = "positions";

    private IGrainStateStore States => Stores.GrainStates;

    [Fact]
    public async Task A_state_is_read_byte_by_byte_as_it_was_written()
    {
        const string json = """{ "b": 1, "a": "\u0000 ä 🎵", "b": 2.0 }""";

        var etag = await WriteAsync("key", null, json);

        Assert.NotNull(etag);
        Assert.Equal((etag, json), await ReadAsync("key"));
    }

    [Fact]
    public async Task A_state_belongs_to_its_name_and_key()
    {
        await WriteAsync("key", null, "1");

        Assert.Null(await States.ReadAsync(Name, "KEY", Cancel));
        Assert.Null(await States.ReadAsync("other", "key", Cancel));
        Assert.NotNull(await States.WriteAsync("other", "key", null, "2"u8.ToArray(), Cancel));
        Assert.Equal("1", (await ReadAsync("key")).Json);
    }

    [Fact]
    public async Task The_largest_state_is_kept_and_a_larger_one_refused()
    {
        var largest = new byte[IGrainStateStore.MaxJsonBytes];
        Array.Fill(largest, (byte)'1');

        Assert.NotNull(await States.WriteAsync(Name, "key", null, largest, Cancel));
        Assert.Equal(largest, (await States.ReadAsync(Name, "key", Cancel))!.Json.ToArray());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => States.WriteAsync(Name, "other", null, new byte[IGrainStateStore.MaxJsonBytes + 1], Cancel));
        Assert.Null(await States.ReadAsync(Name, "other", Cancel));
    }

    [Fact]
    public async Task A_state_is_written_over_the_one_with_its_etag_alone()
    {
        var first = await WriteAsync("key", null, "1");
        var second = await WriteAsync("key", first, "2");
        Assert.NotNull(second);
        Assert.NotEqual(first, second);

        Assert.Null(await WriteAsync("key", null, "3"));
        Assert.Null(await WriteAsync("key", first, "3"));
        Assert.Null(await WriteAsync("key", "nonsense", "3"));
        Assert.Null(await WriteAsync("other", second, "3"));

        Assert.Equal((second, "2"), await ReadAsync("key"));
        Assert.Null(await States.ReadAsync(Name, "other", Cancel));
    }

    [Fact]
    public async Task A_state_is_removed_by_its_etag_alone()
    {
        var stale = await WriteAsync("key", null, "1");
        var etag = await WriteAsync("key", stale, "2");

        Assert.False(await States.RemoveAsync(Name, "key", stale, Cancel));
        Assert.False(await States.RemoveAsync(Name, "key", null, Cancel));
        Assert.Equal((etag, "2"), await ReadAsync("key"));

        Assert.True(await States.RemoveAsync(Name, "key", etag, Cancel));
        Assert.Null(await States.ReadAsync(Name, "key", Cancel));
    }

    [Fact]
    public async Task Removing_what_is_not_there_leaves_nothing_whatever_the_etag()
    {
        Assert.True(await States.RemoveAsync(Name, "key", null, Cancel));
        Assert.True(await States.RemoveAsync(Name, "key", "nonsense", Cancel));
    }

    [Fact]
    public async Task A_state_that_is_made_anew_is_not_that_of_an_old_etag()
    {
        var old = await WriteAsync("key", null, "1");
        await States.RemoveAsync(Name, "key", old, Cancel);
        await WriteAsync("key", null, "2");

        Assert.Null(await WriteAsync("key", old, "3"));
        Assert.False(await States.RemoveAsync(Name, "key", old, Cancel));
        Assert.Equal("2", (await ReadAsync("key")).Json);
    }

    [Fact]
    public async Task Of_many_that_write_over_one_state_at_once_one_succeeds()
    {
        var etags = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => WriteAsync("key", null, $"{number}")));
        var first = Assert.Single(etags, etag => etag is not null);

        etags = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => WriteAsync("key", first, $"{number}")));

        var winner = Assert.Single(Enumerable.Range(0, 20), number => etags[number] is not null);
        Assert.Equal((etags[winner], $"{winner}"), await ReadAsync("key"));
    }

    [Fact]
    public async Task Writers_that_try_again_with_what_they_read_lose_no_step()
    {
        await WriteAsync("key", null, "0");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => AddAsync(times: 25)));

        Assert.Equal("100", (await ReadAsync("key")).Json);
    }

    [Fact]
    public async Task States_and_their_etags_survive_a_restart()
    {
        var etag = await WriteAsync("key", null, "1");

        await ReopenAsync();

        Assert.Equal((etag, "1"), await ReadAsync("key"));
        Assert.NotNull(await WriteAsync("key", etag, "2"));
    }

    [Fact]
    public async Task A_question_that_fails_is_an_error_and_never_reads_as_absent() => await AssertUnknownOnceBrokenAsync(
        () => States.ReadAsync(Name, "key", Cancel),
        () => WriteAsync("key", null, "1"),
        () => WriteAsync("key", "etag", "1"),
        () => States.RemoveAsync(Name, "key", null, Cancel),
        () => States.RemoveAsync(Name, "key", "etag", Cancel));

    private async Task AddAsync(int times)
    {
        for (var done = 0; done < times;)
        {
            var (etag, json) = await ReadAsync("key");
            var next = (int.Parse(json, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
            done += await WriteAsync("key", etag, next) is null ? 0 : 1;
        }
    }

    private Task<string?> WriteAsync(string key, string? etag, string json) => States.WriteAsync(Name, key, etag, Encoding.UTF8.GetBytes(json), Cancel);

    private async Task<(string ETag, string Json)> ReadAsync(string key)
    {
        var state = await States.ReadAsync(Name, key, Cancel);
        return (state!.ETag, Encoding.UTF8.GetString(state.Json.Span));
    }
}
