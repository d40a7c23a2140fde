using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using SoundTime.Storage.Sqlite;

namespace SoundTime.Storage.Tests.Sqlite;

public sealed partial class SqliteQueryPlans
{
    public static TheoryData<string> Statements => [.. typeof(SqliteCatalogue)
        .GetFields(BindingFlags.NonPublic | BindingFlags.Static)
        .Where(constant => constant.IsLiteral && constant.Name.EndsWith("Sql", StringComparison.Ordinal))
        .Select(constant => constant.Name)];

    [Theory]
    [MemberData(nameof(Statements))]
    public void Every_statement_finds_its_rows_by_an_index_and_never_sorts(string name)
    {
        var sql = (string)typeof(SqliteCatalogue).GetField(name, BindingFlags.NonPublic | BindingFlags.Static)!.GetRawConstantValue()!;

        var plan = Explain(sql);

        // Walking an index in order (SCAN … USING … INDEX) is how a page is cut out; the row of totals, the page itself and what the
        // caller names are few.
        Assert.DoesNotContain(plan, step => FullScan().IsMatch(step));
        Assert.DoesNotContain(plan, step => step.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Fact]
    public void A_full_scan_would_be_noticed() =>
        Assert.Contains(Explain("SELECT * FROM tracks t WHERE t.title = @title"), step => FullScan().IsMatch(step));

    private static List<string> Explain(string sql)
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        foreach (var migration in SqliteMigration.All)
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

    [GeneratedRegex("^SCAN (?!totals|page|json_each|CONSTANT)(?!.*USING)")]
    private static partial Regex FullScan();
}
