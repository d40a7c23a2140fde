using Dapper;
using SoundTime.Storage.Search;

namespace SoundTime.Storage.Sqlite;

/// <content>How many match.</content>
internal sealed partial class SqliteSearchIndex
{
    private const string CountSql =
        "SELECT count(*) FROM (SELECT 1 FROM search_words WHERE search_words MATCH @match AND rowid >= @first AND rowid < @end LIMIT @limit) AS matches";

    /// <inheritdoc/>
    public async Task<int> CountTracksAsync(SearchQuestion question, SearchScope scope, CancellationToken cancellationToken) =>
        question.IsEmpty
            ? 0
            : await database.ReadAsync(
                db =>
                {
                    var match = SearchMatch.Anywhere(question);
                    var count = 0;
                    foreach (var kind in KindsIn(scope))
                    {
                        var limit = ISearchIndex.MaxCounted - count;
                        count += db.QuerySingle<int>(CountSql, new { match, first = SearchNumber.First(kind), end = SearchNumber.End(kind), limit });
                    }

                    return count;
                },
                cancellationToken).ConfigureAwait(false);
}
