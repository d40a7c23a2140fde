using System.Runtime.InteropServices;
using SoundTime.Iroh.Native;

namespace SoundTime.Iroh.Datagrams;

/// <summary>The native buffers that one recvmmsg call fills.</summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    /// <summary>Messages in one call. With UDP_GRO each may hold dozens of datagrams.</summary>
    public const int Count = 16;

    private const int DataBytes = 65_536;
    private const int ControlBytes = 128;
    private const int NameBytes = 32;

    private readonly byte* _block;

    public ReceiveBatch()
    {
        const int Head = (sizeof(ulong) * 8) + 16 + NameBytes + ControlBytes;
        _block = (byte*)NativeMemory.AlignedAlloc((Head + DataBytes) * Count, 64);
        Messages = (Linux.MultiMessageHeader*)_block;
        var vectors = (NativeVector*)(Messages + Count);
        var names = (byte*)(vectors + Count);
        var controls = names + (NameBytes * Count);
        var data = controls + (ControlBytes * Count);
        for (var i = 0; i < Count; i++)
        {
            vectors[i] = new NativeVector { Base = data + (i * DataBytes), Length = DataBytes };
            Messages[i] = default;
            Messages[i].Header.Name = names + (i * NameBytes);
            Messages[i].Header.Vectors = vectors + i;
            Messages[i].Header.VectorCount = 1;
            Messages[i].Header.Control = controls + (i * ControlBytes);
        }
    }

    public Linux.MultiMessageHeader* Messages { get; }

    /// <summary>Restores the lengths that the kernel overwrites.</summary>
    public void Prepare()
    {
        for (var i = 0; i < Count; i++)
        {
            Messages[i].Header.NameLength = NameBytes;
            Messages[i].Header.ControlLength = ControlBytes;
        }
    }

    public void Dispose() => NativeMemory.AlignedFree(_block);
}
