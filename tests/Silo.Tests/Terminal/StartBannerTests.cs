using SoundTime.Api;
using SoundTime.Silo.Terminal;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Terminal;

public sealed class StartBannerTests
{
    [Fact]
    public void The_start_lines_are_plain_and_aligned_in_a_pipe()
    {
        var output = new StringWriter();

        StartBanner.Write(
            new StartReport
            {
                NodeId = NodeId.Parse(new string('a', 64)),
                UdpAddresses = ["0.0.0.0:11204", "[::]:11204"],
                Relays = ["relay.example", "other.example"],
                Lookups = ["the local network", "DNS dns.example"],
                HttpAddresses = ["http://127.0.0.1:8080"],
                DataDirectory = "/srv/data",
                Database = "SQLite, /srv/data/soundtime.db",
                LibraryDirectory = "/srv/[live] music",
            },
            output,
            isTerminal: false);

        Assert.Equal(
            $"""
            SoundTime for large hosts {ProductInfo.Version}
              Node     {new string('a', 64)}
              UDP      0.0.0.0:11204, [::]:11204
              Relay    the nearest of relay.example, other.example
              Lookup   the local network, DNS dns.example
              HTTP     http://127.0.0.1:8080
              Data     /srv/data
              Store    SQLite, /srv/data/soundtime.db
              Library  /srv/[live] music

            """,
            output.ToString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_admin_token_stands_whole_on_a_line_of_its_own(bool isTerminal)
    {
        var output = new StringWriter();
        var token = AdminToken.Create();

        StartBanner.Write(
            new StartReport { HttpAddresses = [], DataDirectory = "/srv/data", Database = "", LibraryDirectory = null, AdminToken = token }, output, isTerminal);

        Assert.Contains(output.ToString().Split('\n'), line => line.TrimEnd().EndsWith($"  {token}", StringComparison.Ordinal));
        Assert.Contains("shown only now", output.ToString(), StringComparison.Ordinal);
    }
}
