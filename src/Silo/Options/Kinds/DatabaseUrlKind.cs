namespace SoundTime.Silo.Options.Kinds;

/// <summary>Where a PostgreSQL database is. It may hold a password, and is never shown.</summary>
internal sealed class DatabaseUrlKind : OptionKind<string>
{
    public override string Placeholder => "url";

    public override string Accepts => "postgres://user:password@host:port/database, or a connection string of Npgsql";

    public override bool IsSecret => true;

    /// <summary>Takes what looks like either; what is wrong within it is said when the database is opened.</summary>
    protected override string Parse(string text, OptionContext context)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var isKnown = scheme < 0
            ? text.Contains('=', StringComparison.Ordinal)
            : text[..scheme].ToLowerInvariant() is "postgres" or "postgresql" || text.AsSpan(0, scheme).Contains('=');
        return isKnown ? text : throw new FormatException("names no PostgreSQL database");
    }
}
