using System.Globalization;

namespace SoundTime.Testing;

/// <summary>Where PostgreSQL's programs are, and who may run them: the server refuses root.</summary>
/// <param name="Folder">The folder of its programs.</param>
/// <param name="Version">Its version, such as 15.</param>
/// <param name="Owner">Who is to own the server's folder, as <c>user:group</c> in numbers; empty where we are not root.</param>
internal sealed record PostgresInstallation(string Folder, int Version, string Owner)
{
    /// <summary>Where Debian's packages put each version.</summary>
    private const string DebianFolder = "/usr/lib/postgresql";

    /// <summary>Users that the server runs as where we are root, the first that exists.</summary>
    private static readonly string[] ServerUsers = ["postgres", "nobody"];

    /// <summary>What to put before a command so that it runs as the owner.</summary>
    public IReadOnlyList<string> AsOwner => Owner.Split(':') is [var user, var group]
        ? ["setpriv", "--reuid", user, "--regid", group, "--clear-groups", "--"]
        : [];

    /// <summary>Options of initdb that let text sort by the rules of English, where it has them.</summary>
    public string SortingOptions => Version >= 15 ? "--locale-provider=icu --icu-locale=en-US" : "";

    /// <summary>Finds the newest installed version.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static PostgresInstallation Find()
    {
        var version = Directory.Exists(DebianFolder)
            ? Directory.GetDirectories(DebianFolder)
                .Where(folder => File.Exists(Path.Combine(folder, "bin/initdb")))
                .Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
                .DefaultIfEmpty()
                .Max()
            : 0;
        return version == 0
            ? throw new InvalidOperationException($"These tests need a PostgreSQL server in {DebianFolder}. Install the package postgresql; its service need not run.")
            : new PostgresInstallation(string.Create(CultureInfo.InvariantCulture, $"{DebianFolder}/{version}/bin"), version, FindOwner());
    }

    private static string FindOwner()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "";
        }

        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToLookup(fields => fields[0]);
        var user = ServerUsers.SelectMany(name => users[name]).First();
        return $"{user[2]}:{user[3]}";
    }
}
