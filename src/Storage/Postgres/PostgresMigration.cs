using System.Globalization;
using System.Reflection;

namespace SoundTime.Storage.Postgres;

/// <summary>One numbered step of the schema.</summary>
/// <param name="Number">Its number, from 1 without gaps: the schema's version after it.</param>
/// <param name="Sql">Its statements. They run in one transaction, so none of them may be one that refuses to.</param>
internal sealed record PostgresMigration(int Number, string Sql)
{
    private const string Folder = "PostgresMigrations/";

    /// <summary>All migrations of this program, in order: the files of <c>Migrations/</c>.</summary>
    public static IReadOnlyList<PostgresMigration> All { get; } = ReadAll();

    private static PostgresMigration[] ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new PostgresMigration(int.Parse(name.AsSpan(Folder.Length, 4), CultureInfo.InvariantCulture), ReadText(assembly, name)))];
    }

    private static string ReadText(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
