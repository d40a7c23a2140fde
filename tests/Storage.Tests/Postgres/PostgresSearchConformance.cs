using SoundTime.Storage.Tests.Search;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>The promises of every index of words, held by GIN.</summary>
public sealed class PostgresSearchConformance : SearchConformance
{
    private readonly PostgresStoresFixture _fixture;

    public PostgresSearchConformance()
        : this(new PostgresStoresFixture())
    {
    }

    private PostgresSearchConformance(PostgresStoresFixture fixture)
        : base(fixture) => _fixture = fixture;

    private protected override Task ForgetWordsAsync() =>
        _fixture.ExecuteAsync("DELETE FROM search_words; UPDATE search_progress SET version = 0, stage = 0, after = NULL", Cancel);
}
