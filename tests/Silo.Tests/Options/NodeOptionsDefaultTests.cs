using System.Net;
using SoundTime.Silo.Logging;
using SoundTime.Silo.Options;
using SoundTime.Silo.Tests.Support;

namespace SoundTime.Silo.Tests.Options;

public sealed class NodeOptionsDefaultTests
{
    [Fact]
    public void Without_any_setting_the_defaults_of_the_documentation_apply()
    {
        var options = new Reading("/srv").Options();

        Assert.Equal("/srv/data", options.DataDirectory);
        Assert.Equal("/srv/data/soundtime.conf", options.ConfigurationFile);
        Assert.Null(options.DatabaseUrl);
        Assert.Equal("/srv/data/soundtime.db", options.DatabasePath);
        Assert.Equal("/srv/data/p2p/blobs", options.BlobDirectory);
        Assert.Equal("/srv/data/p2p/secret_key", options.SecretKeyFile);
        Assert.Equal("/srv/data/music", options.UploadDirectory);
        Assert.Equal("/srv/data/music", options.MetadataDirectory);
        Assert.Null(options.LibraryDirectory);
        Assert.Equal(IPAddress.Loopback, options.Host);
        Assert.Equal(8080, options.Port);
        Assert.True(options.PeersEnabled);
        Assert.Equal(11204, options.PeerPort);
        Assert.Empty(options.SeedPeers);
        Assert.All(options.Relays, relay => Assert.EndsWith(".relay.n0.iroh.link./", relay.Url.Text, StringComparison.Ordinal));
        Assert.Equal(4, options.Relays.Count);
        Assert.Equal("https://dns.iroh.link/pkarr", Assert.Single(options.PkarrUrls).AbsoluteUri);
        Assert.Equal("dns.iroh.link", Assert.Single(options.DnsOrigins));
        Assert.True(options.LocalDiscovery);
        Assert.Empty(options.ExternalAddresses);
        Assert.Empty(options.StunServers);
        Assert.Equal(10, options.SearchPeers);
        Assert.Null(options.FilterMemory);
        Assert.Equal(500L * 1024 * 1024, options.MaxUploadBytes);
        Assert.Equal((10L << 20, null, 30), (options.ScrubRate, options.ScrubHours, options.ScrubInterval));
        Assert.Null(options.ApiToken);
        Assert.Null(options.AdminToken);
        Assert.Equal((TimeSpan.FromMinutes(10), 500, 64L << 20), (options.HealthInterval, options.HealthTracks, options.HealthFetchBudget));
        Assert.Equal("info", options.LogLevels.ToString());
        Assert.Equal(LogFormat.Text, options.LogFormat);
    }

    [Fact]
    public void What_lies_in_the_data_folder_moves_with_it()
    {
        var options = new Reading("/srv").WithFlag("--data", "/music/node").Options();

        Assert.Equal("/music/node/soundtime.db", options.DatabasePath);
        Assert.Equal("/music/node/p2p/blobs", options.BlobDirectory);
        Assert.Equal("/music/node/p2p/secret_key", options.SecretKeyFile);
        Assert.Equal("/music/node/music", options.UploadDirectory);
    }

    [Fact]
    public void The_key_stays_beside_a_blob_folder_that_was_moved()
    {
        var options = new Reading("/srv").WithEnvironment("P2P_BLOBS_DIR", "/big/blobs").Options();

        Assert.Equal("/big/secret_key", options.SecretKeyFile);
        Assert.Equal("/srv/data/music", options.UploadDirectory);
    }

    [Fact]
    public void Every_option_has_a_name_a_sentence_and_what_it_accepts()
    {
        Assert.All(OptionDeclaration.All, option =>
        {
            Assert.Matches("^[A-Z][A-Z0-9_]+$", option.Name);
            Assert.Matches("^[A-Z].*[.]$", option.Description);
            Assert.NotEmpty(option.Kind.Accepts);
            Assert.Equal(option.Kind.IsSecret, option.Flag is null);
        });
        Assert.Distinct(OptionDeclaration.All.SelectMany(option => option.Names));
        Assert.Distinct(OptionDeclaration.All.Select(option => option.Flag).OfType<string>());
    }
}
