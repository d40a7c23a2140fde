using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Reading;

public class CatalogueTests
{
    [Fact]
    public void A_catalogue_comes_entry_by_entry()
    {
        var parts = Feed.ReadAll($$"""{"CatalogSync":[{{Samples.TrackJson}},{{Samples.TrackJson}}]}""");
        Assert.Equal([new CatalogueEntry(0, Samples.Track), new CatalogueEntry(1, Samples.Track), new CatalogueEnd(null, 2)], parts);
    }

    [Theory]
    [InlineData("7", WireError.WrongType)]
    [InlineData("null", WireError.WrongType)]
    [InlineData("[]", WireError.WrongType)]
    [InlineData("{}", WireError.MissingField)]
    [InlineData("{\"hash\":7}", WireError.WrongType)]
    [InlineData("{\"hash\":\"\",\"hash\":\"\"}", WireError.DuplicateKey)]
    [InlineData("{\"year\":32768}", WireError.OutOfRange)]
    [InlineData("{\"year\":2024.0}", WireError.WrongType)]
    [InlineData("{\"file_size\":9223372036854775808}", WireError.OutOfRange)]
    [InlineData("{\"duration_secs\":1e39}", WireError.OutOfRange)]
    [InlineData("{\"duration_secs\":null}", WireError.WrongType)]
    [InlineData("{\"bitrate\":\"1411\"}", WireError.WrongType)]
    public void A_bad_entry_costs_only_itself(string bad, WireError error)
    {
        var parts = Feed.ReadAll($$"""{"CatalogSync":[{{Samples.TrackJson}},{{bad}},{{Samples.TrackJson}}]}""");
        Assert.Equal(new CatalogueEntry(0, Samples.Track), parts[0]);
        var rejected = Assert.IsType<RejectedEntry>(parts[1]);
        Assert.Equal((1, error), (rejected.Index, rejected.Error));
        Assert.Equal([new CatalogueEntry(2, Samples.Track), new CatalogueEnd(null, 3)], parts[2..]);
        Assert.Equal(error, Samples.ParseError($$"""{"CatalogSync":[{{bad}}]}"""));
    }

    [Fact]
    public void An_entry_past_its_cap_costs_only_itself()
    {
        var fits = Samples.TrackJson.Insert(1, $"\"x\":\"{new string('x', WireLimits.MaxEntryBytes - Samples.TrackJson.Length - "\"x\":\"\",".Length)}\",");
        Assert.Equal(WireLimits.MaxEntryBytes, fits.Length);
        var parts = Feed.ReadAll($$"""{"CatalogSync":[{{fits}},{{fits.Insert(1, " ")}},{{Samples.TrackJson}}]}""");
        Assert.Equal(new CatalogueEntry(0, Samples.Track), parts[0]);
        Assert.Equal(WireError.TooLong, Assert.IsType<RejectedEntry>(parts[1]).Error);
        Assert.Equal([new CatalogueEntry(2, Samples.Track), new CatalogueEnd(null, 3)], parts[2..]);
    }

    [Fact]
    public void The_moment_of_a_delta_may_stand_behind_its_tracks()
    {
        var parts = Feed.ReadAll($$$"""{"CatalogDelta":{"tracks":[{{{Samples.TrackJson}}},0],"since":"2026-03-10T08:09:10.5Z"}}""");
        Assert.Equal(new CatalogueEntry(0, Samples.Track), parts[0]);
        Assert.IsType<RejectedEntry>(parts[1]);
        Assert.Equal(new CatalogueEnd(new DateTimeOffset(2026, 3, 10, 8, 9, 10, 500, TimeSpan.Zero), 2), parts[2]);
    }

    [Fact]
    public void The_end_comes_only_when_all_was_well_formed()
    {
        foreach (var tail in new[] { "", "]", "]}x", "],\"Ping\":null}", "}", ",]}" })
        {
            var parts = new List<MessagePart>();
            var json = System.Text.Encoding.UTF8.GetBytes($$"""{"CatalogSync":[{{Samples.TrackJson}}{{tail}}""");
            Assert.Throws<WireException>(() => parts.AddRange(Collect(json, parts)));
            Assert.Equal([new CatalogueEntry(0, Samples.Track)], parts);
        }

        static List<MessagePart> Collect(byte[] json, List<MessagePart> seen)
        {
            foreach (var part in new Feed((uint)json.Length).Push(json, isFinal: true))
            {
                seen.Add(part);
            }

            return [];
        }
    }

    [Fact]
    public void Neighbours_share_the_texts_they_have_in_common()
    {
        var parts = Feed.ReadAll($$"""{"CatalogSync":[{{Samples.TrackJson}},{{Samples.TrackJson}}]}""");
        var (first, second) = (((CatalogueEntry)parts[0]).Track, ((CatalogueEntry)parts[1]).Track);
        Assert.Same(first.OriginNode, second.OriginNode);
        Assert.Same(first.ArtistName, second.ArtistName);
        Assert.NotSame(first.Hash, second.Hash);
    }

    [Fact]
    public void More_entries_than_the_cap_end_the_message()
    {
        var json = System.Text.Encoding.ASCII.GetBytes("{\"CatalogSync\":[" + new string('0', WireLimits.MaxCatalogueEntries + 1).Replace("0", "0,", StringComparison.Ordinal) + "0]}");
        var entries = 0;
        var error = Assert.Throws<WireException>(() =>
        {
            foreach (var part in new Feed((uint)json.Length).Push(json, isFinal: true))
            {
                Assert.IsType<RejectedEntry>(part);
                entries++;
            }
        });
        Assert.Equal((WireLimits.MaxCatalogueEntries, WireError.TooLong), (entries, error.Error));
    }
}
