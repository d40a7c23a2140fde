using Dapper;
using SoundTime.Storage.Tests.Search;

namespace SoundTime.Storage.Tests.Sqlite;

/// <summary>The promises of every index of words, held by FTS5.</summary>
public sealed class SqliteSearchConformance : SearchConformance
{
    private readonly SqliteStoresFixture _fixture;

    public SqliteSearchConformance()
        : this(new SqliteStoresFixture())
    {
    }

    private SqliteSearchConformance(SqliteStoresFixture fixture)
        : base(fixture) => _fixture = fixture;

    private protected override async Task ForgetWordsAsync()
    {
        await using var direct = _fixture.OpenDirectly();
        await direct.ExecuteAsync("DELETE FROM search_words; DELETE FROM search_items; UPDATE search_progress SET version = 0, stage = 0, after = NULL");
    }
}
