using Npgsql;
using SoundTime.Storage.Postgres;

namespace SoundTime.Storage.Tests.Postgres;

public sealed class PostgresUrlTests
{
    private static readonly NpgsqlConnectionStringBuilder Defaults = new() { CommandTimeout = 17, MaxPoolSize = 9 };

    [Theory]
    [InlineData("postgres://ann:secret@db.example:5433/music", "ann", "secret", "db.example", 5433, "music")]
    [InlineData("postgresql://ann@db.example/music", "ann", null, "db.example", 5432, "music")]
    [InlineData(" POSTGRES://db.example ", null, null, "db.example", 5432, null)]
    [InlineData("postgres://a%40n:p%3A%2F%3F%23%5B%40%25;'\"=+@db.example/my%20music", "a@n", "p:/?#[@%;'\"=+", "db.example", 5432, "my music")]
    [InlineData("postgres://ann:with:colons@db.example/music", "ann", "with:colons", "db.example", 5432, "music")]
    [InlineData("postgres://ann@[::1]:5433/music", "ann", null, "::1", 5433, "music")]
    [InlineData("postgres://ann@[fe80::2]/music", "ann", null, "fe80::2", 5432, "music")]
    [InlineData("postgres://ann@/music?host=/run/postgresql&port=5434", "ann", null, "/run/postgresql", 5434, "music")]
    [InlineData("postgres://%2Frun%2Fpostgresql/music", null, null, "/run/postgresql", 5432, "music")]
    [InlineData("postgres:///music?user=ann&password=a%26b", "ann", "a&b", "/var/run/postgresql", 5432, "music")]
    [InlineData("postgres:///?dbname=music", null, null, "/var/run/postgresql", 5432, "music")]
    [InlineData("Host=db.example;Port=5433;Database=music;Username=ann;Password='a;b'", "ann", "a;b", "db.example", 5433, "music")]
    public void Addresses_are_read_as_they_are_meant(string url, string? user, string? password, string host, int port, string? database)
    {
        var settings = PostgresUrl.Parse(url, Defaults);

        Assert.Equal((user, password, host, port, database), (settings.Username, settings.Password, settings.Host, settings.Port, settings.Database));
    }

    [Theory]
    [InlineData("postgres://db.example/music?sslmode=verify-full&connect_timeout=3&application_name=other&target_session_attrs=any&search_path=mine")]
    [InlineData("Host=db.example;SSL Mode=VerifyFull;Timeout=3;Application Name=other;Target Session Attributes=any;Search Path=mine")]
    public void Settings_are_taken_over_and_the_others_have_our_defaults(string url)
    {
        var settings = PostgresUrl.Parse(url, Defaults);

        Assert.Equal((SslMode.VerifyFull, 3, "other", "mine"), (settings.SslMode, settings.Timeout, settings.ApplicationName, settings.SearchPath));
        Assert.Equal("any", settings.TargetSessionAttributes);
        Assert.Equal((17, 9), (settings.CommandTimeout, settings.MaxPoolSize));
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("mysql://ann:secret@db.example/music")]
    [InlineData("postgres://ann:se/cret@db.example/music")]
    [InlineData("postgres://ann:1/secret@db.example/music")]
    [InlineData("postgres://ann:se?cret@db.example/music")]
    [InlineData("postgres://ann:se?secret=1@db.example/music")]
    [InlineData("postgres://ann:se#cret@db.example/music")]
    [InlineData("postgres://ann@db.example:secret/music")]
    [InlineData("postgres://ann@db.example:99999/music")]
    [InlineData("postgres://ann@db.example/music?secret=1")]
    [InlineData("postgres://ann@db.example/music?sslmode=secret")]
    [InlineData("postgres://ann@db.example/music?connect_timeout=secret")]
    [InlineData("Host=db.example;Password=very;secret=1")]
    [InlineData("Host=db.example;Password=very;secret")]
    public void What_is_not_understood_is_refused_without_repeating_it(string url)
    {
        var error = Assert.Throws<StorageException>(() => PostgresUrl.Parse(url, Defaults));

        Assert.Equal(StorageFailure.NotAccessible, error.Reason);
        Assert.Contains("DATABASE_URL", error.Message, StringComparison.Ordinal);
        Assert.Contains("postgres://user:password@host:port/database", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("cret", error.Message, StringComparison.Ordinal);
        Assert.Null(error.InnerException);
    }
}
