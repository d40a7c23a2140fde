using System.Buffers;
using System.Text;
using SoundTime.Wire.Json;
using SoundTime.Wire.Messages;
using SoundTime.Wire.Tests.Support;

namespace SoundTime.Wire.Tests.Reading;

public class MessageReaderTests
{
    private const int ChunkBytes = 16 * 1024;

    [Fact]
    public void A_length_of_nothing_or_too_much_is_refused_before_a_byte_is_read()
    {
        Assert.Equal(WireError.NotJson, Assert.Throws<WireException>(() => new MessageReader(0)).Error);
        Assert.Equal(WireError.TooLong, Assert.Throws<WireException>(() => new MessageReader(WireLimits.MaxMessageBytes + 1)).Error);
        Assert.Equal(WireError.TooLong, Assert.Throws<WireException>(() => new MessageReader(uint.MaxValue)).Error);
        Assert.False(new MessageReader(WireLimits.MaxMessageBytes).IsCompleted);
    }

    [Fact]
    public void The_message_comes_with_its_last_declared_byte()
    {
        var reader = new MessageReader(7);
        var input = Bytes("\"Ping\"");
        Assert.False(reader.TryRead(ref input, isFinal: false, out _));
        Assert.False(reader.IsCompleted);
        input = Bytes(" ");
        Assert.True(reader.TryRead(ref input, isFinal: false, out var part));
        Assert.Same(Ping.Instance, Assert.IsType<WholeMessage>(part).Message);
        Assert.True(reader.IsCompleted);
        Assert.False(reader.TryRead(ref input, isFinal: true, out _));
    }

    [Fact]
    public void A_message_shorter_than_declared_is_read_as_it_is()
    {
        var reader = new MessageReader(1000);
        var input = Bytes("\"Ping\"");
        Assert.True(reader.TryRead(ref input, isFinal: true, out var part));
        Assert.IsType<WholeMessage>(part);
        Assert.True(input.IsEmpty);
    }

    [Fact]
    public void A_stream_that_ends_within_the_message_is_an_error()
    {
        foreach (var text in new[] { "", "\"Pi", "{", "{\"Ping\":null", "{\"CatalogSync\":[", "{\"BloomExchange\":{\"bloom\":{\"bitmap\":[1" })
        {
            var input = Bytes(text);
            Assert.Equal(WireError.NotJson, Assert.Throws<WireException>(() => new MessageReader(1000).TryRead(ref input, isFinal: true, out _)).Error);
        }
    }

    [Fact]
    public void More_bytes_than_declared_are_an_error()
    {
        var input = Bytes("\"Ping\" ");
        Assert.Equal(WireError.TooLong, Assert.Throws<WireException>(() => new MessageReader(6).TryRead(ref input, isFinal: false, out _)).Error);

        var reader = new MessageReader(6);
        input = Bytes("\"Ping\"");
        Assert.True(reader.TryRead(ref input, isFinal: false, out _));
        input = Bytes(" ");
        Assert.Equal(WireError.TooLong, Assert.Throws<WireException>(() => reader.TryRead(ref input, isFinal: false, out _)).Error);
    }

    [Fact]
    public void A_catalogue_of_64_mib_streams_through_with_one_entry_in_memory()
    {
        var entry = Encoding.UTF8.GetBytes(Samples.TrackJson + ",");
        var feed = new Feed(WireLimits.MaxMessageBytes);
        var entries = 0;
        foreach (var chunk in Catalogue(entry))
        {
            foreach (var part in feed.Push(chunk, isFinal: false))
            {
                entries += part is CatalogueEntry ? 1 : 0;
            }
        }

        Assert.True(feed.IsCompleted);
        Assert.InRange(entries, 150_000, WireLimits.MaxCatalogueEntries);
        Assert.InRange(feed.MostUnconsumed, 1, entry.Length + 1);
    }

    [Fact]
    public void A_filter_streams_through_with_one_number_in_memory()
    {
        const int BitmapBytes = 256 * 1024;
        var bits = string.Join(',', Enumerable.Repeat("255", BitmapBytes));
        var bytes = Encoding.ASCII.GetBytes(
            "{\"BloomExchange\":{\"bloom\":{\"bitmap\":[" + bits + $"],\"num_hashes\":7,\"bitmap_bits\":{BitmapBytes * 8L},\"sip_keys\":[[1,2],[3,4]],\"item_count\":1" + "}}}");
        var feed = new Feed((uint)bytes.Length);
        var parts = Chunks(bytes).SelectMany(chunk => feed.Push(chunk, isFinal: false)).ToList();
        var bloom = Assert.IsType<BloomExchange>(Assert.IsType<WholeMessage>(Assert.Single(parts)).Message).Bloom;
        Assert.True(bloom.IsConsistent);
        Assert.InRange(feed.MostUnconsumed, 0, WireLimits.MaxScalarBytes);
    }

    [Fact]
    public void A_bitmap_of_a_hundred_million_bytes_is_refused_at_the_cap()
    {
        const int Entries = 100_000_000;
        var feed = new Feed(WireLimits.MaxMessageBytes);
        var pushed = 0L;
        var start = "{\"BloomExchange\":{\"bloom\":{\"bitmap\":[7"u8.ToArray();
        var error = Assert.Throws<WireException>(() =>
        {
            Assert.Empty(feed.Push(start, isFinal: false));
            var chunk = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(",7", ChunkBytes / 2)));
            for (; pushed < Entries * 2L; pushed += chunk.Length)
            {
                Assert.Empty(feed.Push(chunk, isFinal: false));
            }
        });
        Assert.Equal(WireError.TooLong, error.Error);
        Assert.InRange(pushed, WireLimits.MaxBloomBytes * 2L - (2 * ChunkBytes), WireLimits.MaxBloomBytes * 2L);
        Assert.InRange(feed.MostUnconsumed, 0, WireLimits.MaxScalarBytes + ChunkBytes);
    }

    [Fact]
    public void A_bitmap_past_its_cap_is_refused()
    {
        Assert.Equal([1, 2, 3], Read("[1,2,3]"));
        Assert.Equal(WireError.TooLong, Assert.Throws<WireException>(() => Read("[1,2,3,4]")).Error);

        static byte[] Read(string json)
        {
            var bitmap = new BitmapStream(maxBytes: 3);
            var input = new JsonInput(Bytes(json), isFinal: true, new JsonProgress());
            Assert.True(bitmap.TryRead(ref input));
            return bitmap.Bytes.ToArray();
        }
    }

    [Theory]
    [InlineData("\"", "x")]
    [InlineData("", " ")]
    [InlineData("{\"CatalogSync\":[{\"title\":\"", "x")]
    [InlineData("{\"CatalogSync\":[0", " ")]
    [InlineData("{\"PeerExchange\":{\"peers\":[\"\"", ",\"\"")]
    [InlineData("{\"SearchQuery\":{\"x\":", "[[],[]],")]
    [InlineData("{\"BloomExchange\":{\"bloom\":{\"bitmap\":[", "0000")]
    public void Bytes_without_end_are_cut_off_at_the_token_cap(string start, string endless)
    {
        var feed = new Feed(WireLimits.MaxMessageBytes);
        var bytes = Encoding.ASCII.GetBytes(start + string.Concat(Enumerable.Repeat(endless, 1024 * 1024 / endless.Length)));
        var error = Assert.Throws<WireException>(() => Chunks(bytes).SelectMany(chunk => feed.Push(chunk, isFinal: false)).Count());
        Assert.True(error.Error is WireError.TooLong or WireError.NotJson);
        Assert.InRange(feed.MostUnconsumed, 0, WireLimits.MaxTokenBytes);
    }

    [Theory]
    [InlineData("{\"CatalogSync\":[{\"x\":[0", ",0")]
    [InlineData("{\"CatalogDelta\":{\"x\":[0", ",0")]
    [InlineData("{\"BloomExchange\":{\"x\":[0", ",[{}]")]
    [InlineData("{\"BloomExchange\":{\"bloom\":{\"x\":[0", ",\"x\"")]
    public void Endless_things_that_are_passed_over_are_not_kept(string start, string endless)
    {
        var feed = new Feed(WireLimits.MaxMessageBytes);
        var bytes = Encoding.ASCII.GetBytes(start + string.Concat(Enumerable.Repeat(endless, 1024 * 1024 / endless.Length)));
        Assert.Empty(Chunks(bytes).SelectMany(chunk => feed.Push(chunk, isFinal: false)));
        Assert.InRange(feed.MostUnconsumed, 0, WireLimits.MaxEntryBytes + ChunkBytes);
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Catalogue(byte[] entry)
    {
        var start = "{\"CatalogSync\":["u8.ToArray();
        var end = Encoding.ASCII.GetBytes(Samples.TrackJson + "]}");
        var left = (int)WireLimits.MaxMessageBytes - start.Length - end.Length;
        yield return start;
        var many = Enumerable.Repeat(entry, 100).SelectMany(bytes => bytes).ToArray();
        for (; left >= many.Length; left -= many.Length)
        {
            foreach (var chunk in Chunks(many))
            {
                yield return chunk;
            }
        }

        yield return end;
        foreach (var chunk in Chunks(Encoding.ASCII.GetBytes(new string(' ', left))))
        {
            yield return chunk;
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Chunks(byte[] bytes)
    {
        for (var at = 0; at < bytes.Length; at += ChunkBytes)
        {
            yield return bytes.AsMemory(at, Math.Min(ChunkBytes, bytes.Length - at));
        }
    }

    private static ReadOnlySequence<byte> Bytes(string text) => new(Encoding.ASCII.GetBytes(text));
}
