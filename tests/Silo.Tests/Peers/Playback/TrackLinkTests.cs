using SoundTime.Silo.Peers;
using SoundTime.Silo.Tests.Support;
using SoundTime.Storage.Blobs;
using SoundTime.Testing;
using SoundTime.Wire;

namespace SoundTime.Silo.Tests.Peers;

public sealed class TrackLinkTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("soundtime-link-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_disk_that_cannot_be_read_is_not_one_that_holds_nothing_and_is_told_of_once_an_hour()
    {
        var unreadable = Path.Combine(_folder, "cached", "00");
        Directory.CreateDirectory(Path.GetDirectoryName(unreadable)!);
        var (time, log) = (new ManualTime(), new CollectedLog<TrackLink>());
        var link = new TrackLink(new BlobStore(_folder), fetches: null!, time, log);
        Assert.False(link.IsHere(HashOf(1)));

        File.CreateSymbolicLink(unreadable, unreadable);
        for (byte track = 1; track <= 100; track++)
        {
            Assert.Null(link.IsHere(HashOf(track)));
        }

        Assert.Single(log.Lines);
        time.Advance(TrackLink.TellInterval);
        Assert.Null(link.IsHere(HashOf(1)));
        Assert.Equal(2, log.Lines.Count);
    }

    /// <summary>A hash that begins with a zero, as the folder that cannot be read.</summary>
    private static BlobHash HashOf(byte track) => new([.. new byte[BlobHash.Size - 1], track]);
}
