using SoundTime.Grains.Peers;
using SoundTime.Iroh;
using SoundTime.Silo.Peers;
using SoundTime.Wire;
using SoundTime.Wire.Messages;

namespace SoundTime.Silo.Tests.Peers;

/// <summary>What a peer is sent of a track whose blob the disk has changed.</summary>
public sealed class RottenAnswerTests : IAsyncLifetime
{
    private readonly TestPeer _peer = new();
    private PeerNode? _node;
    private IrohConnection? _connection;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PeerNode Node => _node!;

    private IrohConnection Connection => _connection!;

    public async ValueTask InitializeAsync()
    {
        _node = await PeerNode.StartAsync();
        _connection = await _peer.ConnectAsync(Node.Address);
        await Node.Grains.NextAsync(nameof(IPeerGrain.SeenAsync));
    }

    public async ValueTask DisposeAsync()
    {
        await _peer.DisposeAsync();
        await Node.DisposeAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(700_000)]
    public async Task A_blob_that_is_rotten_is_passed_over_for_a_file_of_ours(int wrong)
    {
        var bytes = Music.Bytes(1_000_000);
        var track = await Node.AddTrackAsync(bytes);
        await AddRottenBlobAsync(bytes, wrong);

        var answer = await TestPeer.SendAsync(Connection, new FetchTrack(track.Hash.ToString()));

        Assert.Equal((uint)bytes.Length, Frame.ReadLength(answer));
        Assert.True(answer.AsSpan(Frame.HeaderBytes).SequenceEqual(bytes));
    }

    [Fact]
    public async Task A_blob_whose_first_byte_is_rotten_is_not_here()
    {
        var hash = await AddRottenBlobAsync(Music.Bytes(1_000_000), wrong: 0);

        Assert.Equal([0, 0, 0, 0], await TestPeer.SendAsync(Connection, new FetchTrack(hash.ToString())));
    }

    [Fact]
    public async Task Of_a_blob_that_is_rotten_farther_on_only_right_bytes_leave_and_its_sending_is_given_up()
    {
        var bytes = Music.Bytes(1_000_000);
        await using var stream = await FetchHeaderAsync(await AddRottenBlobAsync(bytes, wrong: 700_000));

        var got = new MemoryStream();
        var failure = await Assert.ThrowsAsync<IrohStreamException>(() => stream.CopyToAsync(got, Cancellation));

        Assert.Equal((StreamFailure.ResetByPeer, PeerCloseCodes.ContentChanged), (failure.Reason, failure.Code));
        Assert.True(got.Length <= 700_000);
        Assert.True(bytes.AsSpan(0, (int)got.Length).SequenceEqual(got.ToArray()));
    }

    /// <summary>Fetched, and changed by the disk since.</summary>
    private async Task<BlobHash> AddRottenBlobAsync(byte[] bytes, int wrong)
    {
        var hash = Music.HashOf(bytes);
        using (var blob = Node.Blobs.Begin(hash, bytes.Length))
        {
            using var source = blob.BeginSource(isHeard: true);
            await source.WriteAsync(bytes, Cancellation);
            await source.CompleteAsync(Cancellation);
        }

        await using var file = File.OpenWrite(Directory.GetFiles(Node.Folder, hash.ToString(), SearchOption.AllDirectories).Single());
        file.Position = wrong;
        file.WriteByte((byte)~bytes[wrong]);
        return hash;
    }

    private async Task<IrohStream> FetchHeaderAsync(BlobHash hash)
    {
        var stream = await Connection.OpenStreamAsync(Cancellation);
        await stream.WriteAsync(Frame.Encode(new FetchTrack(hash.ToString())), Cancellation);
        stream.CompleteWrites();
        await stream.ReadExactlyAsync(new byte[Frame.HeaderBytes], Cancellation);
        return stream;
    }
}
