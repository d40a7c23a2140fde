using Dapper;
using SoundTime.Storage.Search;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <content>How many match.</content>
internal sealed partial class PostgresSearchIndex
{
    private const string CountSql = """
        SELECT count(*)::int FROM (SELECT FROM search_words WHERE kind = ANY (@kinds) AND words @@ @terms::tsquery LIMIT @limit) AS matches
        """;

    /// <inheritdoc/>
    public async Task<int> CountTracksAsync(SearchQuestion question, SearchScope scope, CancellationToken cancellationToken)
    {
        if (question.IsEmpty)
        {
            return 0;
        }

        var kinds = KindsIn(scope).Select(kind => (short)kind).ToArray();
        return await database.ReadAsync(
            (db, cancel) => db.QuerySingleAsync<int>(
                Command(CountSql, new { kinds, terms = PostgresSearchTerms.Anywhere(question), limit = ISearchIndex.MaxCounted }, cancel)),
            cancellationToken).ConfigureAwait(false);
    }
}
