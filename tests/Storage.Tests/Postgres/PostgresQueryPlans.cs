using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using SoundTime.Storage.Integrity;
using SoundTime.Storage.Postgres;

namespace SoundTime.Storage.Tests.Postgres;

/// <summary>What the catalogue asks is answered by indexes. The tables are empty: plans must be good before anything is known of them.</summary>
public sealed partial class PostgresQueryPlans(PostgresDatabaseFixture fixture) : IClassFixture<PostgresDatabaseFixture>
{
    /// <summary>Walk an index in its order: how a page is cut out. Of findings there are so few (<see cref="IIntegrityStore.MaxFindings"/>) that all are listed and counted.</summary>
    private static readonly HashSet<string> Walking =
    [
        "PostgresCatalogue.ListTracksSql", "PostgresTrackHealthStore.ListAllSql", "PostgresTrackHealthStore.ListHealthySql", "PostgresTrackHealthStore.ListTroubledSql",
        "PostgresIntegrityStore.ListSql", "PostgresIntegrityStore.ListNewestOpenSql", "PostgresIntegrityStore.ListOpenSql", "PostgresIntegrityStore.CountAllSql",
        "PostgresIntegrityStore.CountOpenSql", "PostgresIntegrityStore.ForgetOneSql",
    ];

    /// <summary>A row per connection, per peer, the last change, and how far others are.</summary>
    private static readonly HashSet<string> SmallTables = ["totals", "copies_of_peers", "changes", "search_progress", "scrub"];

    private static readonly Dictionary<string, string> Sql = ((Type[])[typeof(PostgresCatalogue), typeof(PostgresUnusedNames), typeof(PostgresSearchIndex), typeof(PostgresTrackHealthStore), typeof(PostgresIntegrityStore)])
        .SelectMany(type => type.GetFields(BindingFlags.NonPublic | BindingFlags.Static))
        .Where(constant => constant.IsLiteral && constant.Name.EndsWith("Sql", StringComparison.Ordinal))
        .Select(constant => (Name: $"{constant.DeclaringType!.Name}.{constant.Name}", Sql: (string)constant.GetRawConstantValue()!))
        // That has no plan.
        .Where(statement => !statement.Sql.StartsWith("LOCK TABLE", StringComparison.Ordinal))
        .ToDictionary(statement => statement.Name, statement => statement.Sql);

    private static readonly Dictionary<string, string> TypesOfParameters = new()
    {
        ["id"] = "uuid",
        ["hash"] = "bytea",
        ["node"] = "bytea",
        ["path"] = "text",
        ["size"] = "bigint",
        ["modifiedAt"] = "bigint",
        ["end"] = "text",
        ["limit"] = "integer",
        ["offset"] = "bigint",
        ["count"] = "bigint",
        ["isLocal"] = "boolean",
        ["now"] = "timestamptz",
        ["ids"] = "uuid[]",
        ["names"] = "text[]",
        ["hashes"] = "bytea[]",
        ["covers"] = "bytea[]",
        ["fileSizes"] = "bigint[]",
        ["titles"] = "text[]",
        ["artistIds"] = "uuid[]",
        ["albumArtistIds"] = "uuid[]",
        ["albumIds"] = "uuid[]",
        ["durations"] = "real[]",
        ["formats"] = "text[]",
        ["genres"] = "text[]",
        ["years"] = "smallint[]",
        ["trackNumbers"] = "smallint[]",
        ["discNumbers"] = "smallint[]",
        ["bitrates"] = "integer[]",
        ["sampleRates"] = "integer[]",
        ["kind"] = "smallint",
        ["kinds"] = "smallint[]",
        ["terms"] = "text",
        ["among"] = "text",
        ["items"] = "uuid[]",
        ["position"] = "uuid",
        ["Version"] = "bigint",
        ["Stage"] = "bigint",
        ["After"] = "uuid",
        ["at"] = "timestamptz",
        ["failure"] = "integer",
        ["state"] = "integer",
        ["departs"] = "boolean[]",
        ["seen"] = "bigint[]",
        ["states"] = "integer[]",
        ["strikes"] = "integer[]",
        ["takenOut"] = "boolean[]",
        ["lastFailures"] = "integer[]",
        ["failed"] = "timestamptz[]",
        ["recovered"] = "timestamptz[]",
        ["checked"] = "timestamptz[]",
        ["versions"] = "bigint[]",
        ["unstored"] = "bytea[]",
        ["subject"] = "text",
        ["RoundStartedAt"] = "timestamptz",
        ["RoundEndedAt"] = "timestamptz",
        ["Part"] = "integer",
        ["Position"] = "text",
        ["Checked"] = "bigint",
        ["Bytes"] = "bigint",
        ["Found"] = "bigint",
        ["NotReachable"] = "bigint",
    };

    public static TheoryData<string> Statements => [.. Sql.Keys];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Every_statement_finds_its_rows_by_an_index(string name)
    {
        var walks = (await ExplainAsync(Sql[name])).Where(IsWalk).ToList();

        Assert.Equal(Walking.Contains(name) ? 1 : 0, walks.Count);
    }

    /// <summary>Rows that were removed are as a list here; for the trigger they are a table of which nothing is known either.</summary>
    [Theory]
    [InlineData("make_unfindable")]
    [InlineData("forget_health")]
    [InlineData("forget_strikes")]
    public async Task What_goes_with_rows_that_were_removed_is_found_by_an_index(string trigger)
    {
        var source = await fixture.Database.FindAsync<string>("SELECT prosrc FROM pg_proc WHERE proname = @path", new { path = trigger }, Cancel);
        var delete = Delete().Match(source!).Value;

        var plan = await ExplainAsync($"WITH gone AS MATERIALIZED (SELECT unnest(@ids) AS id, unnest(@hashes) AS hash, @node AS node) {delete}");

        Assert.NotEmpty(plan);
        Assert.DoesNotContain(plan, IsWalk);
    }

    [Fact]
    public async Task A_walk_over_a_table_would_be_noticed()
    {
        Assert.Contains(await ExplainAsync("SELECT 1 FROM tracks WHERE title = @path"), IsWalk);
        Assert.Contains(await ExplainAsync("SELECT 1 FROM tracks WHERE title = @path ORDER BY id"), IsWalk);
        Assert.Contains(await ExplainAsync("SELECT c.format FROM tracks t LEFT JOIN copies c ON c.node = @node AND c.hash = t.hash WHERE t.hash = ANY (@hashes)"), IsWalk);
    }

    /// <summary>Reads a table or an index from end to end, or compares each row with each.</summary>
    private static bool IsWalk(JsonElement step) => step.GetProperty("Node Type").GetString() switch
    {
        "Nested Loop" => step.TryGetProperty("Join Filter", out _),
        "Seq Scan" => !SmallTables.Contains(step.GetProperty("Relation Name").GetString()!),
        "Index Scan" or "Index Only Scan" => !step.TryGetProperty("Index Cond", out _) && !SmallTables.Contains(step.GetProperty("Relation Name").GetString()!),
        "Bitmap Index Scan" => !step.TryGetProperty("Index Cond", out _),
        _ => false,
    };

    /// <summary>The plan of a prepared statement, as the store runs it.</summary>
    private Task<List<JsonElement>> ExplainAsync(string sql) => fixture.Database.ReadAsync(
        async (db, cancel) =>
        {
            string[] names = [.. Parameter().Matches(sql).Select(match => match.Groups[1].Value).Distinct()];
            var numbered = Parameter().Replace(sql, match => $"${Array.IndexOf(names, match.Groups[1].Value) + 1}");
            // Both a path and a number are called "after".
            var types = names.Select(name => name == "after" ? sql.Contains("path", StringComparison.Ordinal) ? "text" : "bigint" : TypesOfParameters[name]).ToArray();
            var values = types.Select(type => $"NULL::{type}").ToArray();
            await db.ExecuteAsync(new CommandDefinition(
                $"PREPARE explained{InBrackets(types)} AS {numbered}", cancellationToken: cancel));
            var plan = await db.QuerySingleAsync<string>(new CommandDefinition(
                $"EXPLAIN (FORMAT JSON) EXECUTE explained{InBrackets(values)}", cancellationToken: cancel));
            await db.ExecuteAsync(new CommandDefinition("DEALLOCATE explained", cancellationToken: cancel));
            var steps = new List<JsonElement>();
            Collect(JsonDocument.Parse(plan).RootElement[0].GetProperty("Plan"), steps);
            return steps;
        },
        Cancel);

    private static string InBrackets(string[] list) => list.Length == 0 ? "" : $" ({string.Join(", ", list)})";

    private static void Collect(JsonElement step, List<JsonElement> steps)
    {
        steps.Add(step);
        if (step.TryGetProperty("Plans", out var below))
        {
            foreach (var next in below.EnumerateArray())
            {
                Collect(next, steps);
            }
        }
    }

    [GeneratedRegex("DELETE FROM [^;]+")]
    private static partial Regex Delete();

    [GeneratedRegex("@([a-zA-Z]+)")]
    private static partial Regex Parameter();
}
