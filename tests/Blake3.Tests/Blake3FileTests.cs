using SoundTime.Blake3.Tests.Support;

namespace SoundTime.Blake3.Tests;

public sealed class Blake3FileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(262_143)]
    [InlineData(262_144)]
    [InlineData(262_145)]
    [InlineData(1_500_000)]
    public async Task A_file_hashes_as_its_bytes_do(int length)
    {
        var content = Inputs.Random(length);
        using var file = new TemporaryFile(content);
        var output = new byte[50];

        Assert.Equal(length, await Blake3File.HashAsync(file.Path, output, cancellationToken: Token));
        Assert.Equal(Hash(content, 50), output);
    }

    [Fact]
    public async Task A_stream_that_trickles_hashes_as_its_bytes_do_and_stays_open()
    {
        var content = Inputs.Random(600_001);
        await using var stream = new TricklingStream(content, 1777);
        var output = new byte[32];

        Assert.Equal(content.Length, await Blake3File.HashAsync(stream, output, cancellationToken: Token));
        Assert.Equal(Hash(content, 32), output);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task A_stream_is_hashed_from_where_it_stands()
    {
        var content = Inputs.Random(5000);
        await using var stream = new MemoryStream(content) { Position = 1234 };
        var output = new byte[32];

        Assert.Equal(5000 - 1234, await Blake3File.HashAsync(stream, output, cancellationToken: Token));
        Assert.Equal(Hash(content[1234..], 32), output);
    }

    [Fact]
    public async Task Progress_grows_up_to_the_length()
    {
        await using var stream = new MemoryStream(Inputs.Random(600_000));
        var progress = new RecordingProgress();
        await Blake3File.HashAsync(stream, new byte[32], progress, Token);

        Assert.Equal([262_144, 524_288, 600_000], progress.Reports);
    }

    [Fact]
    public async Task A_hash_that_was_cancelled_before_it_began_reads_nothing()
    {
        await using var stream = new MemoryStream(new byte[10]);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Blake3File.HashAsync(stream, new byte[32], cancellationToken: new CancellationToken(canceled: true)));
        Assert.Equal(0, stream.Position);
    }

    [Fact]
    public async Task A_hash_that_is_cancelled_on_its_way_stops_after_the_buffer_in_hand()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using var stream = new MemoryStream(new byte[10_000_000]);
        var output = new byte[32];
        var progress = new RecordingProgress(cancellation.Cancel);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Blake3File.HashAsync(stream, output, progress, cancellation.Token));
        Assert.Single(progress.Reports);
        Assert.Equal(new byte[32], output);
    }

    [Fact]
    public async Task A_missing_file_is_an_error_and_no_hash()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await Assert.ThrowsAsync<FileNotFoundException>(() => Blake3File.HashAsync(path, new byte[32], cancellationToken: Token));
    }

    private static byte[] Hash(byte[] content, int length)
    {
        var output = new byte[length];
        Blake3Hasher.Hash(content, output);
        return output;
    }
}
