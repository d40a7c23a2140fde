using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Sqlite;

namespace SoundTime.Storage.Tests.Sqlite;

public sealed partial class SqliteQueryPlans
{
    /// <summary>These sort what was cut to a few rows before, or a row for each holder of one track, to cut them with those online first.</summary>
    private static readonly string[] Sorting = ["SqliteCoverStore.ListHoldersSql", "SqliteCatalogue.ListCopiesSql"];

    private static readonly Dictionary<string, string> Sql = typeof(SqliteStores).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(SqliteStores).Namespace)
        .SelectMany(type => type.GetFields(BindingFlags.NonPublic | BindingFlags.Static))
        .Where(constant => constant.IsLiteral && constant.Name.EndsWith("Sql", StringComparison.Ordinal))
        .ToDictionary(constant => $"{constant.DeclaringType!.Name}.{constant.Name}", constant => (string)constant.GetRawConstantValue()!);

    public static TheoryData<string> Statements => [.. Sql.Keys];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_statement_finds_its_rows_by_an_index_and_never_sorts(string name)
    {
        var plan = Explain(Sql[name]);

        // Walking an index in order (SCAN … USING … INDEX) is how a page is cut out. What is listed whole is few: the row of totals, the page
        // itself, what the caller names, a row per peer, reminder,
        // finding or blocked domain.
        Assert.DoesNotContain(plan, step => FullScan().IsMatch(step));
        Assert.Equal(Sorting.Contains(name), plan.Exists(step => step.Contains("TEMP B-TREE", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_full_scan_would_be_noticed() =>
        Assert.Contains(Explain("SELECT * FROM tracks t WHERE t.title = @title"), step => FullScan().IsMatch(step));

    private static List<string> Explain(string sql)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var migration in Migration.Sqlite)
        {
            connection.Execute(migration.Sql);
        }

        var parameters = new DynamicParameters();
        foreach (var parameter in Parameter().Matches(sql).Select(match => match.Value).Distinct())
        {
            parameters.Add(parameter, null);
        }

        return [.. connection.Query("EXPLAIN QUERY PLAN " + sql, parameters).Select(row => (string)row.detail)];
    }

    [GeneratedRegex("@[a-zA-Z]+")]
    private static partial Regex Parameter();

    [GeneratedRegex("^SCAN (?!(totals|page|named|json_each|CONSTANT|peers|copies_of_peers|reminders|blocked_domains|search_progress|matches|holders?|findings|listed)\\b)(?!.*USING)(?!search_words VIRTUAL TABLE INDEX [0-9]+:.)")]
    private static partial Regex FullScan();
}
