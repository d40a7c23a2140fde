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
              HTTP     http://127.0.0.1:8080
              Data     /srv/data
              Store    SQLite, /srv/data/soundtime.db
              Library  /srv/[live] music

            """,
            output.ToString());
    }
}
