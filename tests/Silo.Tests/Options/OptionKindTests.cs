using SoundTime.Silo.Options;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Options;

public sealed class OptionKindTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PORT", "0", "0")]
    [InlineData("PORT", " 65535 ", "65535")]
    [InlineData("P2P_BIND_PORT", "4433", "4433")]
    [InlineData("HOST", "*", "::")]
    [InlineData("HOST", "0.0.0.0", "0.0.0.0")]
    [InlineData("HOST", "::1", "::1")]
    [InlineData("P2P_ENABLED", "1", "true")]
    [InlineData("P2P_ENABLED", "Yes", "true")]
    [InlineData("P2P_ENABLED", "ON", "true")]
    [InlineData("P2P_ENABLED", "0", "false")]
    [InlineData("P2P_ENABLED", "no", "false")]
    [InlineData("P2P_ENABLED", "off", "false")]
    [InlineData("MAX_UPLOAD_SIZE", "2gb", "2 GB")]
    [InlineData("MAX_UPLOAD_SIZE", "1000", "1000")]
    [InlineData("P2P_HEALTH_INTERVAL", "600", "10m")]
    [InlineData("P2P_HEALTH_INTERVAL", "90 s", "90s")]
    [InlineData("P2P_HEALTH_INTERVAL", "60s", "1m")]
    [InlineData("P2P_HEALTH_INTERVAL", " 1H ", "1h")]
    [InlineData("P2P_HEALTH_INTERVAL", "30d", "30d")]
    [InlineData("P2P_HEALTH_TRACKS", "100000", "100000")]
    [InlineData("P2P_HEALTH_FETCH_BUDGET", "0", "0")]
    [InlineData("P2P_HEALTH_FETCH_BUDGET", "1 gb", "1 GB")]
    [InlineData("SCRUB_RATE", "0", "0")]
    [InlineData("SCRUB_RATE", "50mb", "50 MB")]
    [InlineData("SCRUB_HOURS", " 22:30 - 05:00 ", "22:30-05:00")]
    [InlineData("SCRUB_INTERVAL", "3650", "3650")]
    [InlineData("DATA_DIR", "a/../b/", "/srv/b")]
    [InlineData("AUDIO_STORAGE_PATH", "/music", "/music")]
    [InlineData("P2P_BLOBS_DIR", "blobs", "/srv/blobs")]
    [InlineData("P2P_SECRET_KEY_PATH", "key", "/srv/key")]
    [InlineData("P2P_RELAY_URLS", "OFF", "off")]
    [InlineData("P2P_RELAY_URLS", " https://relay.example , http://10.0.0.1:3340/", "https://relay.example/,http://10.0.0.1:3340/")]
    [InlineData("P2P_RELAY_URLS", "https://t0ken@relay.example.", "https://relay.example./")]
    [InlineData("P2P_PKARR_URLS", "http://10.0.0.1:3340/pkarr", "http://10.0.0.1:3340/pkarr")]
    [InlineData("P2P_PKARR_URLS", "off", "off")]
    [InlineData("P2P_DNS_ORIGINS", "dns.example.org.,example.net", "dns.example.org,example.net")]
    [InlineData("P2P_LOCAL_DISCOVERY", "no", "false")]
    [InlineData("P2P_EXTERNAL_ADDRESSES", "music.example:11204,[2001:db8::1]:5", "music.example:11204,[2001:db8::1]:5")]
    [InlineData("P2P_STUN_SERVERS", "stun.example:1,https://relay.example./", "stun.example:1,relay.example:3478")]
    [InlineData("P2P_STUN_SERVERS", "https://[2001:db8::1]:8443/", "[2001:db8::1]:3478")]
    [InlineData("LOG", "SoundTime.Iroh=debug,warn", "warn,SoundTime.Iroh=debug")]
    [InlineData("LOG_FORMAT", "JSON", "json")]
    [InlineData("API_TOKEN", "s3cret", "(hidden)")]
    [InlineData("ADMIN_TOKEN", "sixteen-letters!", "(hidden)")]
    [InlineData("DATABASE_URL", "postgres://user:hush@db.example.org/soundtime", "(hidden)")]
    [InlineData("DATABASE_URL", "Host=/run/postgresql;Database=soundtime", "(hidden)")]
    public void A_value_that_is_accepted_is_shown_as_it_was_understood(string name, string value, string shown)
    {
        var option = OptionDeclaration.All.Single(option => option.Name == name);

        var result = new Reading("/srv").With(option, value).Read();

        Assert.Empty(result.Errors);
        Assert.Equal(shown, result.Settings.Single(setting => setting.Option == option).Text);
    }

    [Theory]
    [InlineData("PORT", "65536")]
    [InlineData("PORT", "-1")]
    [InlineData("PORT", "8o80")]
    [InlineData("P2P_BIND_PORT", "random")]
    [InlineData("HOST", "localhost.example")]
    [InlineData("HOST", "1")]
    [InlineData("HOST", "127.1")]
    [InlineData("HOST", "010.0.0.1")]
    [InlineData("HOST", "[::1]:80")]
    [InlineData("P2P_ENABLED", "ja")]
    [InlineData("P2P_ENABLED", "2")]
    [InlineData("MAX_UPLOAD_SIZE", "0")]
    [InlineData("MAX_UPLOAD_SIZE", "1.5 GB")]
    [InlineData("MAX_UPLOAD_SIZE", "9999999999 TB")]
    [InlineData("P2P_HEALTH_INTERVAL", "59")]
    [InlineData("P2P_HEALTH_INTERVAL", "0")]
    [InlineData("P2P_HEALTH_INTERVAL", "31d")]
    [InlineData("P2P_HEALTH_INTERVAL", "1.5h")]
    [InlineData("P2P_HEALTH_INTERVAL", "10 minutes")]
    [InlineData("P2P_HEALTH_INTERVAL", "m")]
    [InlineData("P2P_HEALTH_INTERVAL", "-1h")]
    [InlineData("P2P_HEALTH_INTERVAL", "9223372036854775807d")]
    [InlineData("SCRUB_RATE", "fast")]
    [InlineData("SCRUB_HOURS", "1-6")]
    [InlineData("SCRUB_INTERVAL", "0")]
    [InlineData("P2P_HEALTH_TRACKS", "0")]
    [InlineData("P2P_HEALTH_TRACKS", "100001")]
    [InlineData("P2P_HEALTH_FETCH_BUDGET", "-1")]
    [InlineData("LIBRARY_DIR", "/does/not/exist")]
    [InlineData("DATA_DIR", "a\0b")]
    [InlineData("P2P_SECRET_KEY_PATH", "/")]
    [InlineData("SOUNDTIME_CONFIG", "/does/not/exist.conf")]
    [InlineData("P2P_SEED_PEERS", "somebody")]
    [InlineData("P2P_RELAY_URLS", "relay.example")]
    [InlineData("P2P_RELAY_URLS", "off,https://relay.example/")]
    [InlineData("P2P_RELAY_URLS", "https://@relay.example/")]
    [InlineData("P2P_RELAY_URLS", "https://two%20words@relay.example/")]
    [InlineData("P2P_PKARR_URLS", "dns.iroh.link")]
    [InlineData("P2P_PKARR_URLS", "https://user@dns.iroh.link/pkarr")]
    [InlineData("P2P_DNS_ORIGINS", "https://dns.iroh.link")]
    [InlineData("P2P_EXTERNAL_ADDRESSES", "music.example")]
    [InlineData("P2P_STUN_SERVERS", "stun.example")]
    [InlineData("P2P_DNS_ORIGINS", "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q")]
    [InlineData("LOG", "loud")]
    [InlineData("LOG", "SoundTime.Iroh=loud")]
    [InlineData("LOG", "info,debug")]
    [InlineData("LOG_FORMAT", "xml")]
    [InlineData("API_TOKEN", "two words")]
    [InlineData("DATABASE_URL", "mysql://user:hush@db.example.org/soundtime")]
    [InlineData("DATABASE_URL", "soundtime")]
    public void A_value_that_is_not_accepted_is_an_error_that_names_the_option_or_the_file(string name, string value)
    {
        var option = OptionDeclaration.All.Single(option => option.Name == name);

        var error = new Reading("/srv").With(option, value).OnlyError();

        Assert.StartsWith(name == "SOUNDTIME_CONFIG" ? value : name, error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_is_a_folder_that_exists()
    {
        Assert.Equal(_folder.Path, new Reading("/srv").WithFlag("--library", _folder.Path + "/").Options().LibraryDirectory);
        Assert.Contains("is a file", new Reading("/srv").WithFlag("--library", _folder.Write("song.ogg", "")).OnlyError(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_error_says_what_was_seen_where_it_came_from_and_what_is_accepted() =>
        Assert.Equal(
            "P2P_BIND_PORT \"x\" (environment, P2P_PORT) is no port; accepted: a number from 0 to 65535, 0 for any free port",
            new Reading("/srv").WithEnvironment("P2P_PORT", "x").OnlyError());

    [Theory]
    [InlineData("API_TOKEN")]
    [InlineData("ADMIN_TOKEN")]
    public void A_secret_that_no_header_can_carry_is_an_error(string name) =>
        Assert.Contains("more than 512 characters", new Reading("/srv").WithEnvironment(name, new string('x', 513)).OnlyError(), StringComparison.Ordinal);

    [Fact]
    public void The_token_of_a_relay_is_read_and_neither_shown_nor_told_in_errors()
    {
        var relay = Assert.Single(new Reading("/srv").WithEnvironment("P2P_RELAY_URLS", "https://hush@relay.example/").Options().Relays);

        Assert.Equal(("https://relay.example/", "hush"), (relay.Url.Text, relay.Token));
        var error = new Reading("/srv").WithEnvironment("P2P_RELAY_URLS", "https://hush@relay example/,https://hush@b/").OnlyError();
        Assert.Contains("(hidden)@relay example/", error, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Stun_is_asked_for_at_the_relays_unless_other_servers_are_named()
    {
        var reading = new Reading("/srv").WithEnvironment("P2P_RELAY_URLS", "https://hush@relay.example:8443/");

        Assert.Equal("relay.example:3478", Assert.Single(reading.Options().StunServers).ToString());
        Assert.Empty(reading.WithEnvironment("P2P_STUN_SERVERS", "off").Options().StunServers);
        Assert.Empty(new Reading("/srv").WithEnvironment("P2P_RELAY_URLS", "off").Options().StunServers);
    }

    [Fact]
    public void A_secret_is_in_no_error() =>
        Assert.DoesNotContain("hush", new Reading("/srv").WithEnvironment("API_TOKEN", "hush hush").OnlyError(), StringComparison.Ordinal);
}
