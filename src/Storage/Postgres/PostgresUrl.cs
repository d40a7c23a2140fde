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
        var (beforeQuery, query) = Cut(rest, rest.IndexOf('?', StringComparison.Ordinal));
        var (authority, database) = Cut(beforeQuery, beforeQuery.IndexOf('/', StringComparison.Ordinal));
        if (database.Contains('@', StringComparison.Ordinal) || query.Contains('@', StringComparison.Ordinal) || rest.Contains('#', StringComparison.Ordinal))
        {
            throw NotUnderstood(EncodeHint);
        }

        var at = authority.LastIndexOf('@');
        var (user, password) = at < 0 ? ("", "") : Cut(authority[..at], authority.IndexOf(':', StringComparison.Ordinal) is var colon && colon < at ? colon : -1);
        var server = authority[(at + 1)..];
        // A colon within brackets belongs to an IPv6 address.
        var portAt = server.LastIndexOf(':');
        var (host, port) = Cut(server, portAt > server.LastIndexOf(']') ? portAt : -1);

        (string Name, string Value)[] parts =
            [("Username", user), ("Password", password), ("Host", host.Trim('[', ']')), ("Port", port), ("Database", database)];
        return parts
            .Concat(query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(parameter => Cut(parameter, parameter.IndexOf('=', StringComparison.Ordinal))))
            .Select(part => (Uri.UnescapeDataString(part.Name), Uri.UnescapeDataString(part.Value)))
            .Where(part => part.Item2.Length > 0);
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

    /// <summary>The parts before and after the character at <paramref name="index"/>; all before it where that is negative.</summary>
    private static (string Name, string Value) Cut(string text, int index) => index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);

    private static StorageException NotUnderstood(string why) => new(StorageFailure.NotAccessible, $"DATABASE_URL is not understood. {why}");
}
