using System.Text;
using Dapper;
using Npgsql;
using SoundTime.Storage.Search;
using static SoundTime.Storage.Postgres.PostgresStatements;

namespace SoundTime.Storage.Postgres;

/// <summary>Writes what can be found, within one transaction. The caller holds the rows that it is about.</summary>
internal static class PostgresSearchWriter
{
    private const string AddSql = """
        INSERT INTO search_words (kind, number, item, words)
        SELECT kind, number, item, array_to_tsvector(string_to_array(terms, ' ') || ARRAY['#12.' || (number >> 12), '#15.' || (number >> 15)])
        FROM (SELECT nextval('search_numbers') AS number, said.* FROM unnest(@kinds, @items, @terms) AS said (kind, item, terms)) numbered
        """;

    private const string RemoveSql = "DELETE FROM search_words WHERE item = ANY (@items)";

    /// <summary>Writes the words of what was not findable before.</summary>
    public static async Task AddAsync(NpgsqlConnection db, IReadOnlyCollection<SearchEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count == 0)
        {
            return;
        }

        var text = new StringBuilder();
        var parameters = new
        {
            kinds = entries.Select(entry => (short)entry.Kind).ToArray(),
            items = entries.Select(entry => entry.Id).ToArray(),
            terms = entries.Select(entry => PostgresSearchTerms.Of(entry, text)).ToArray(),
        };
        await db.ExecuteAsync(Command(AddSql, parameters, cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Writes words over those that were there, if any were.</summary>
    public static async Task ReplaceAsync(NpgsqlConnection db, IReadOnlyCollection<SearchEntry> entries, CancellationToken cancellationToken)
    {
        if (entries.Count > 0)
        {
            await db.ExecuteAsync(Command(RemoveSql, new { items = entries.Select(entry => entry.Id).ToArray() }, cancellationToken)).ConfigureAwait(false);
            await AddAsync(db, entries, cancellationToken).ConfigureAwait(false);
        }
    }
}
