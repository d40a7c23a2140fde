using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SoundTime.Interop.Tests.Support;

namespace SoundTime.Interop.Tests.Nodes;

/// <summary>Our node asks real iroh peers, acting as Rust nodes, for what their filters hold.</summary>
public sealed class RoutingTests
{
    private const string SipKeys = "[[506097522914230528,1084818905618843912],[1663540288323457296,2242261671028070680]]";

    /// <summary>The filter of the protocol sheet, section 2.3, that holds <c>queen</c> alone, as a Rust node makes it.</summary>
    private const string QueenBitmap = "32,128,0,0,0,0,0,0,0,32,0,32,32,32,32,32";

    /// <summary>The same without its bits, and with others.</summary>
    private const string OtherBitmap = "1,0,1,0,1,0,1,0,1,0,1,0,1,0,1,0";

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private int _probes;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_question_goes_to_the_peer_whose_filter_holds_its_word_and_not_to_the_other_and_answers_come_out_merged()
    {
        using var folder = new TemporaryFolder();
        await using var node = await NodeProcess.StartAsync("node", folder.File("data"), Token);
        await using SoundTimePeer knows = await SoundTimePeer.StartAsync(Token), other = await SoundTimePeer.StartAsync(Token), silent = await SoundTimePeer.StartAsync(Token);
        await knows.AnswerAsync([Result('1', "Bohemian Rhapsody", knows), Result('2', "Innuendo", knows)], Token);
        await silent.AnswerAsync([Result('1', "Bohemian Rhapsody", silent)], Token);
        var connections = new[] { await knows.ConnectAsync(node, Token), await other.ConnectAsync(node, Token), await silent.ConnectAsync(node, Token) };
        await WaitUntilAskedAsync(node, 3);

        await SendFilterAsync(connections[0], QueenBitmap);
        await SendFilterAsync(connections[1], OtherBitmap);
        await WaitUntilAskedAsync(node, 1);
        var found = await SearchAsync(node, "queen");

        Assert.Equal((2, 2), (found.GetProperty("asked").GetInt32(), found.GetProperty("answered").GetInt32()));
        Assert.Contains("queen", await knows.ListQueriesAsync(Token));
        Assert.Contains("queen", await silent.ListQueriesAsync(Token));
        Assert.DoesNotContain("queen", await other.ListQueriesAsync(Token));
        var tracks = found.GetProperty("results").EnumerateArray().ToDictionary(track => track.GetProperty("hash").GetString()!);
        Assert.Equal([new string('1', 64), new string('2', 64)], tracks.Keys.Order());
        Assert.Equal(
            new[] { knows.Id.ToString(), silent.Id.ToString() }.Order(),
            tracks[new string('1', 64)].GetProperty("holders").EnumerateArray().Select(holder => holder.GetString()!).Order());
    }

    private static object Result(char digit, string title, SoundTimePeer peer) => new
    {
        hash = new string(digit, 64),
        title,
        artist_name = "Queen",
        album_title = (string?)null,
        duration_secs = 180.5,
        format = "flac",
        genre = (string?)null,
        year = 1975,
        bitrate = 1411,
        source_node = peer.Id.ToString(),
        musicbrainz_id = (string?)null,
        relevance = 0.6079271,
    };

    /// <summary>Sends the JSON as it stands: its numbers are larger than those of JavaScript.</summary>
    private static async Task SendFilterAsync(PeerConnection connection, string bitmap)
    {
        var bloom = $"\"bitmap\":[{bitmap}],\"num_hashes\":8,\"bitmap_bits\":128,\"sip_keys\":{SipKeys},\"item_count\":1";
        var bytes = Encoding.UTF8.GetBytes("{\"BloomExchange\":{\"bloom\":{" + bloom + "}}}");
        await connection.SendRawAsync([.. BitConverter.GetBytes(IPAddress.HostToNetworkOrder(bytes.Length)), .. bytes], Token);
    }

    /// <summary>Searches for words that nobody has, another each time, until that many peers are asked.</summary>
    private async Task WaitUntilAskedAsync(NodeProcess node, int count)
    {
        using var timer = new PeriodicTimer(PollInterval);
        while ((await SearchAsync(node, $"nobody{++_probes}")).GetProperty("asked").GetInt32() != count)
        {
            await timer.WaitForNextTickAsync(Token);
        }
    }

    /// <summary>Searches, and waits where that was too often.</summary>
    private static async Task<JsonElement> SearchAsync(NodeProcess node, string question)
    {
        using var timer = new PeriodicTimer(PollInterval);
        while (true)
        {
            using var answer = await node.Http.GetAsync($"api/p2p/search?q={question}", Token);
            if (answer.StatusCode != HttpStatusCode.TooManyRequests)
            {
                answer.EnsureSuccessStatusCode();
                return await answer.Content.ReadFromJsonAsync<JsonElement>(Token);
            }

            await timer.WaitForNextTickAsync(Token);
        }
    }
}
