using System.Runtime.InteropServices;
using SoundTime.Iroh.Datagrams;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Quic;

/// <summary>Collects outgoing packets of equal size on one path, so that one call sends them all.</summary>
internal sealed unsafe class DatagramBatch : IDisposable
{
    // 64 segments are what UDP_SEGMENT takes.
    private const int MaxSegments = 40;

    private readonly EndpointLoop _loop;
    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(UdpTransport.MaxBatchBytes + QuicLimits.MaxPayload, pinned: true);
    private readonly byte* _start;
    private readonly byte* _addresses;
    private int _length;
    private int _segmentSize;
    private int _segments;
    private DatagramPath _path;
    private byte _ecn;

    public DatagramBatch(EndpointLoop loop)
    {
        _loop = loop;
        _start = (byte*)Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0);
        _addresses = (byte*)NativeMemory.AllocZeroed(64);
        PathOut = (NativePath*)NativeMemory.AllocZeroed((nuint)sizeof(NativePath));
        PathOut->Local = _addresses;
        PathOut->Remote = _addresses + 32;
    }

    /// <summary>Where ngtcp2 writes the path of the next packet.</summary>
    public NativePath* PathOut { get; }

    /// <summary>Where the next packet is to be written: <see cref="QuicLimits.MaxPayload"/> bytes are free there.</summary>
    public byte* Next => _start + _length;

    /// <summary>The path that ngtcp2 chose for the packet just written.</summary>
    public DatagramPath ReadPathOut() => new(
        new DatagramAddress(new ReadOnlySpan<byte>(PathOut->Local, (int)PathOut->LocalLength)),
        new DatagramAddress(new ReadOnlySpan<byte>(PathOut->Remote, (int)PathOut->RemoteLength)));

    /// <summary>Takes the packet that was written at <see cref="Next"/>.</summary>
    public void Add(int size, in DatagramPath path, byte ecn)
    {
        if (_length > 0 && (size > _segmentSize || ecn != _ecn || path != _path))
        {
            // The packet stays where it was written; it only starts a batch of its own.
            var written = new ReadOnlySpan<byte>(_start + _length, size);
            Flush();
            written.CopyTo(_buffer);
        }

        if (_length == 0)
        {
            (_segmentSize, _path, _ecn) = (size, path, ecn);
        }

        _length += size;
        _segments++;
        if (size < _segmentSize || _segments == MaxSegments || _length > UdpTransport.MaxBatchBytes - QuicLimits.MaxPayload)
        {
            Flush();
        }
    }

    /// <summary>Sends what is there.</summary>
    public void Flush()
    {
        if (_length > 0)
        {
            _loop.Send(_path, _buffer.AsSpan(0, _length), _segmentSize, _ecn);
            (_length, _segments) = (0, 0);
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_addresses);
        NativeMemory.Free(PathOut);
    }
}
