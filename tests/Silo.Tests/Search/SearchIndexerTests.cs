using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using SoundTime.Silo.Search;
using SoundTime.Storage;
using SoundTime.Storage.Search;
using SoundTime.Testing;

namespace SoundTime.Silo.Tests.Search;

public sealed class SearchIndexerTests
{
    private readonly ISearchIndex _index = Substitute.For<ISearchIndex>();
    private readonly ManualTime _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_goes_on_until_nothing_is_left_and_ends()
    {
        _index.IndexAsync(SearchIndexer.PageSize, Arg.Any<CancellationToken>()).Returns(SearchIndexer.PageSize, 3, 0);
        using var indexer = Create();

        await indexer.StartAsync(Cancel);
        await indexer.ExecuteTask!.WaitAsync(Cancel);

        await _index.Received(3).IndexAsync(SearchIndexer.PageSize, Arg.Any<CancellationToken>());
    }

    [Fact]
    public async Task It_tries_again_after_the_database_did_not_answer()
    {
        var failed = new TaskCompletionSource();
        var asked = 0;
        _index.IndexAsync(SearchIndexer.PageSize, Arg.Any<CancellationToken>()).Returns(_ =>
        {
            if (++asked > 1)
            {
                return Task.FromResult(0);
            }

            failed.SetResult();
            throw new StorageException(StorageFailure.Busy, "It is held up.");
        });
        using var indexer = Create();

        await indexer.StartAsync(Cancel);
        await failed.Task.WaitAsync(Cancel);
        while (!indexer.ExecuteTask!.IsCompleted)
        {
            _time.Advance(SearchIndexer.RetryDelay);
            await Task.Yield();
        }

        Assert.Equal(2, asked);
    }

    [Fact]
    public async Task It_stops_in_the_middle_when_the_node_stops()
    {
        var begun = new TaskCompletionSource();
        _index.IndexAsync(SearchIndexer.PageSize, Arg.Any<CancellationToken>()).Returns(async call =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, _time, call.Arg<CancellationToken>());
            return 1;
        });
        using var indexer = Create();
        await indexer.StartAsync(Cancel);
        await begun.Task.WaitAsync(Cancel);

        await indexer.StopAsync(Cancel);

        Assert.True(indexer.ExecuteTask!.IsCompletedSuccessfully);
    }

    private SearchIndexer Create() => new(_index, _time, NullLogger<SearchIndexer>.Instance);
}
