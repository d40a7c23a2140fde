using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SoundTime.Iroh.Lookup;
using SoundTime.Relay.Hosting;
using SoundTime.Wire;

namespace SoundTime.Relay.Addresses;

/// <summary>
/// What nodes have published of where they are (iroh sheet, sections 5.1 to 5.3). The newest packet of each node is kept, in memory and on disk; whoever publishes
/// proves with the signature that it is that node.
/// </summary>
internal sealed class AddressDirectory : IDisposable
{
    private readonly DirectoryOptions _options;
    private readonly HashSet<NodeId> _allowed;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly PacketFiles _files;
    private readonly ConcurrentDictionary<NodeId, StoredPacket> _packets;
    private readonly SemaphoreSlim _writing = new(1);

    /// <param name="options">Where and how many.</param>
    /// <param name="allowed">The only nodes that may publish; empty for all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Hears what the disk does not take.</param>
    /// <exception cref="RelayStartException">The folder cannot be used.</exception>
    public AddressDirectory(DirectoryOptions options, IEnumerable<NodeId> allowed, TimeProvider time, ILogger logger)
    {
        _options = options;
        _allowed = [.. allowed];
        _time = time;
        _logger = logger;
        _files = new PacketFiles(options.Folder);
        _packets = new(_files.Open().Select(item => KeyValuePair.Create(item.Node, item.Packet)));
    }

    /// <summary>Packets that are kept.</summary>
    public int Count => _packets.Count;

    /// <summary>What a node published last; null where that is nothing, or too long ago.</summary>
    public StoredPacket? Find(NodeId node) => _packets.TryGetValue(node, out var packet) && !IsOver(packet) ? packet : null;

    /// <summary>Takes a publication. What is answered as stored is on the disk.</summary>
    public async Task<PublicationResult> PublishAsync(NodeId node, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        SignedPacket packet;
        try
        {
            packet = SignedPacket.ReadPayload(node, payload.Span);
        }
        catch (SignedPacketException)
        {
            return PublicationResult.Invalid;
        }

        if (packet.SignedAt > _time.GetUtcNow() + DirectoryOptions.MaxAhead)
        {
            return PublicationResult.Invalid;
        }

        if (_allowed.Count > 0 && !_allowed.Contains(node))
        {
            return PublicationResult.NotAuthorized;
        }

        await _writing.WaitAsync(cancellationToken);
        try
        {
            return await StoreAsync(packet);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Forgets what was published too long ago.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            foreach (var (node, packet) in _packets.Where(item => IsOver(item.Value)))
            {
                Remove(node);
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private bool IsOver(StoredPacket packet) => _time.GetUtcNow() - packet.PublishedAt > DirectoryOptions.KeepFor;

    private async Task<PublicationResult> StoreAsync(SignedPacket packet)
    {
        var isKnown = _packets.TryGetValue(packet.Signer, out var known);
        if (isKnown && !packet.IsNewerThan(SignedPacket.ReadPayload(packet.Signer, known!.Payload.Span)))
        {
            return PublicationResult.NotNewer;
        }

        var stored = new StoredPacket(packet.Payload, _time.GetUtcNow());
        try
        {
            if (!isKnown && _packets.Count >= _options.MaxPackets)
            {
                Remove(_packets.MinBy(item => item.Value.PublishedAt).Key);
            }

            await _files.WriteAsync(packet.Signer, stored);
        }
        catch (IOException exception)
        {
            _logger.PublicationNotStored(exception.Message);
            return PublicationResult.NotStored;
        }

        _packets[packet.Signer] = stored;
        return PublicationResult.Stored;
    }

    private void Remove(NodeId node)
    {
        _files.Remove(node);
        _packets.TryRemove(node, out _);
    }
}
