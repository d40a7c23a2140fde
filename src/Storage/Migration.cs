using System.Globalization;
using System.Reflection;

namespace SoundTime.Storage;

/// <summary>One numbered step of a schema.</summary>
/// <param name="Number">Its number, from 1 without gaps: the schema's version after it.</param>
/// <param name="Sql">Its statements. They run in one transaction, so none of them may be one that refuses to.</param>
internal sealed record Migration(int Number, string Sql)
{
    /// <summary>All migrations of SQLite, in order: the files of <c>Sqlite/Migrations/</c>.</summary>
    public static IReadOnlyList<Migration> Sqlite { get; } = ReadAll("SqliteMigrations/");

    /// <summary>All migrations of PostgreSQL, in order: the files of <c>Postgres/Migrations/</c>.</summary>
    public static IReadOnlyList<Migration> Postgres { get; } = ReadAll("PostgresMigrations/");

    private static Migration[] ReadAll(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(int.Parse(name.AsSpan(folder.Length, 4), CultureInfo.InvariantCulture), ReadText(assembly, name)))];
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
