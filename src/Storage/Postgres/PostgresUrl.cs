using System.Data.Common;
using System.Net;
using Npgsql;

namespace SoundTime.Storage.Postgres;

/// <summary>
/// Reads <c>DATABASE_URL</c>: a URL as PostgreSQL's own tools take it (<c>postgres://user:password@host:port/database?name=value</c>,
/// PostgreSQL manual, section 34.1.1.2), or a connection string of Npgsql (<c>Host=…;Database=…</c>).
/// </summary>
/// <remarks>
/// No error here repeats the text, or has an inner exception that does: a password with a character that should have been encoded ends up in
/// any part of it.
/// </remarks>
internal static class PostgresUrl
{
    private const string DefaultSocketFolder = "/var/run/postgresql";

    private const string EncodeHint =
        "Write it as postgres://user:password@host:port/database, and in user, password and database each of : / ? # @ % as its percent-encoding (@ is %40).";

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];

    /// <summary>The parameters of URLs that Npgsql has under another name.</summary>
    private static readonly Dictionary<string, string> NpgsqlNames = new(StringComparer.Ordinal)
    {
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["connect_timeout"] = "Timeout",
        ["target_session_attrs"] = "Target Session Attributes",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["gssencmode"] = "GSS Encryption Mode",
    };

    /// <summary>What <paramref name="databaseUrl"/> says, over <paramref name="defaults"/>.</summary>
    /// <exception cref="StorageException">It is not understood.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string databaseUrl, NpgsqlConnectionStringBuilder defaults)
    {
        var text = databaseUrl.Trim();
        var scheme = Schemes.FirstOrDefault(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));
        var settings = new NpgsqlConnectionStringBuilder(defaults.ConnectionString);
        foreach (var (name, value) in scheme is null ? ReadConnectionString(text) : ReadUrl(text[scheme.Length..]))
        {
            Set(settings, name, value);
        }

        if (settings.Port > IPEndPoint.MaxPort)
        {
            throw NotUnderstood($"No port is above {IPEndPoint.MaxPort}. {EncodeHint}");
        }

        settings.Host = string.IsNullOrEmpty(settings.Host) ? DefaultSocketFolder : settings.Host;
        return settings;
    }

    private static IEnumerable<(string Name, string Value)> ReadConnectionString(string text)
    {
        var parts = new DbConnectionStringBuilder();
        try
        {
            parts.ConnectionString = text;
        }
        catch (ArgumentException)
        {
            throw NotUnderstood("It is neither a URL nor a connection string. " + EncodeHint);
        }

        return parts.Count == 0
            ? throw NotUnderstood("It is empty. " + EncodeHint)
            : parts.Keys.Cast<string>().Select(name => (name, parts[name].ToString()!));
    }

    private static IEnumerable<(string Name, string Value)> ReadUrl(string rest)
    {
        var (beforeQuery, query) = CutAt(rest, '?');
        var (authority, database) = CutAt(beforeQuery, '/');
        if (database.Contains('@', StringComparison.Ordinal) || query.Contains('@', StringComparison.Ordinal) || rest.Contains('#', StringComparison.Ordinal))
        {
            throw NotUnderstood(EncodeHint);
        }

        var at = authority.LastIndexOf('@');
        var (user, password) = CutAt(authority[..Math.Max(at, 0)], ':');
        var server = authority[(at + 1)..];
        // A colon within brackets belongs to an IPv6 address.
        var portAt = server.LastIndexOf(':');
        var (host, port) = portAt > server.LastIndexOf(']') ? Cut(server, portAt) : (server, "");

        (string Name, string Value)[] parts =
            [("Username", user), ("Password", password), ("Host", host.Trim('[', ']')), ("Port", port), ("Database", database)];
        return parts
            .Where(part => part.Value.Length > 0)
            .Concat(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => CutAt(parameter, '=')))
            .Select(part => (Uri.UnescapeDataString(part.Name), Uri.UnescapeDataString(part.Value)));
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        try
        {
            // PostgreSQL writes verify-full where Npgsql writes VerifyFull.
            settings[NpgsqlNames.GetValueOrDefault(name, name.Replace('_', ' '))] =
                name.Equals("sslmode", StringComparison.OrdinalIgnoreCase) ? value.Replace("-", "", StringComparison.Ordinal) : value;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException or NotSupportedException)
        {
            throw NotUnderstood("It has a setting that Npgsql does not know, or a value that does not fit one, such as a port that is no number. " + EncodeHint);
        }
    }

    /// <summary>What is before and after the first such character; all is before it where there is none.</summary>
    private static (string Name, string Value) CutAt(string text, char separator) => Cut(text, text.IndexOf(separator, StringComparison.Ordinal));

    private static (string Name, string Value) Cut(string text, int index) => index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);

    private static StorageException NotUnderstood(string why) => new(StorageFailure.NotAccessible, $"DATABASE_URL is not understood. {why}");
}
