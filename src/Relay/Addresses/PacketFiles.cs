using SoundTime.Iroh.Identity;
using SoundTime.Iroh.Lookup;
using SoundTime.Wire;

namespace SoundTime.Relay.Addresses;

/// <summary>
/// The packets on disk: a file each, named by its node, so that a rename replaces one at once and nothing ever needs compacting. Its time is when it was published.
/// </summary>
/// <param name="folder">Where they lie.</param>
internal sealed class PacketFiles(string folder)
{
    private const string AsideSuffix = ".aside";

    /// <summary>Makes the folder and reads what is in it. Files that are no packet are left alone; those that a crash left half written are removed.</summary>
    /// <exception cref="RelayStartException">The folder cannot be used.</exception>
    public IEnumerable<(NodeId Node, StoredPacket Packet)> Open()
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var aside in Directory.EnumerateFiles(folder, $"*{AsideSuffix}"))
            {
                File.Delete(aside);
            }

            return [.. Directory.EnumerateFiles(folder).Select(Read).OfType<(NodeId, StoredPacket)>()];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RelayStartException(
                RelayStartFailure.Folder, $"the folder {folder} of the directory cannot be used: {exception.Message} Give this user access to it, or name another with --data.", exception);
        }
    }

    /// <summary>Writes a packet; on disk when this ends. It is not cut off: whoever leaves in the middle would leave half a file, each time another.</summary>
    /// <exception cref="IOException">It cannot be written, as on a full disk.</exception>
    public async Task WriteAsync(NodeId node, StoredPacket packet)
    {
        var path = PathOf(node);
        var aside = path + AsideSuffix;
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
            await using (var file = new FileStream(aside, options))
            {
                await file.WriteAsync(packet.Payload, CancellationToken.None);
                file.Flush(flushToDisk: true);
            }

            File.SetLastWriteTimeUtc(aside, packet.PublishedAt.UtcDateTime);
            // The folder is not flushed: what a power cut takes back is the rename of one file, and its node publishes again within five minutes.
            File.Move(aside, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            DeleteIfThere(aside);
            throw exception as IOException ?? new IOException(exception.Message, exception);
        }
    }

    /// <summary>Forgets the packet of a node.</summary>
    public void Remove(NodeId node) => File.Delete(PathOf(node));

    private static (NodeId, StoredPacket)? Read(string path)
    {
        if (!NodeIdText.TryParseZBase32(Path.GetFileName(path), out var node) || new FileInfo(path).Length > SignedPacket.MaxPayload)
        {
            return null;
        }

        try
        {
            var packet = SignedPacket.ReadPayload(node, File.ReadAllBytes(path));
            return (node, new StoredPacket(packet.Payload, File.GetLastWriteTimeUtc(path)));
        }
        catch (SignedPacketException)
        {
            return null;
        }
    }

    private static void DeleteIfThere(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next start removes it.
        }
    }

    private string PathOf(NodeId node) => Path.Combine(folder, NodeIdText.ToZBase32(node));
}
