using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SoundTime.Iroh.Native;

/// <summary>
/// Where ngtcp2 gets its memory (<c>ngtcp2_mem</c>). It takes chunks of 4 to 12 KB for objects of which an idle connection needs one or two;
/// each such chunk gets a slot of whole pages, so that the pages it does not touch cost nothing. That halves what a connection holds.
/// </summary>
/// <remarks>Belongs to the endpoint's thread, as everything of ngtcp2 does.</remarks>
internal sealed unsafe partial class ConnectionMemory : IDisposable
{
    private const int SlotBytes = 16 << 10;
    private const int SlabBytes = 4 << 20;
    private const int SmallestInSlot = 4 << 10;
    private const int AdviceDontNeed = 4;

    private readonly HashSet<nint> _slabs = [];
    private readonly Stack<nint> _free = new();
    private GCHandle _handle;

    public ConnectionMemory()
    {
        _handle = GCHandle.Alloc(this);
        Table = (nint*)NativeMemory.Alloc(5, (nuint)sizeof(nint));
        Table[0] = GCHandle.ToIntPtr(_handle);
        Table[1] = (nint)(delegate* unmanaged[Cdecl]<nuint, nint, nint>)&Allocate;
        Table[2] = (nint)(delegate* unmanaged[Cdecl]<nint, nint, void>)&Free;
        Table[3] = (nint)(delegate* unmanaged[Cdecl]<nuint, nuint, nint, nint>)&AllocateZeroed;
        Table[4] = (nint)(delegate* unmanaged[Cdecl]<nint, nuint, nint, nint>)&Reallocate;
    }

    /// <summary><c>ngtcp2_mem</c>: user data, malloc, free, calloc, realloc.</summary>
    public nint* Table { get; }

    /// <summary>Gives everything back; no connection may be left.</summary>
    public void Dispose()
    {
        foreach (var slab in _slabs)
        {
            NativeMemory.AlignedFree((void*)slab);
        }

        _slabs.Clear();
        NativeMemory.Free(Table);
        _handle.Free();
    }

    private static ConnectionMemory Find(nint handle) => Unsafe.As<ConnectionMemory>(GCHandle.FromIntPtr(handle).Target!);

    private bool IsInSlab(nint memory) => _slabs.Contains(memory & ~(nint)(SlabBytes - 1));

    private nint TakeSlot()
    {
        if (!_free.TryPop(out var slot))
        {
            // Reserved only: a page exists from the first touch on.
            var slab = (nint)NativeMemory.AlignedAlloc(SlabBytes, SlabBytes);
            _slabs.Add(slab);
            for (var offset = SlabBytes - SlotBytes; offset > 0; offset -= SlotBytes)
            {
                _free.Push(slab + offset);
            }

            slot = slab;
        }

        return slot;
    }

    private void ReturnSlot(nint slot)
    {
        _ = Advise(slot, SlotBytes, AdviceDontNeed);
        _free.Push(slot);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Allocate(nuint size, nint owner)
    {
        try
        {
            return size is >= SmallestInSlot and <= SlotBytes ? Find(owner).TakeSlot() : (nint)NativeMemory.Alloc(size);
        }
        catch (OutOfMemoryException)
        {
            // ngtcp2 knows what to do with it.
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint AllocateZeroed(nuint count, nuint size, nint owner)
    {
        try
        {
            return (nint)NativeMemory.AllocZeroed(count, size);
        }
        catch (OutOfMemoryException)
        {
            return 0;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint memory, nint owner)
    {
        var find = Find(owner);
        if (find.IsInSlab(memory))
        {
            find.ReturnSlot(memory);
        }
        else
        {
            NativeMemory.Free((void*)memory);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Reallocate(nint memory, nuint size, nint owner)
    {
        try
        {
            var find = Find(owner);
            if (!find.IsInSlab(memory))
            {
                return (nint)NativeMemory.Realloc((void*)memory, size);
            }

            if (size <= SlotBytes)
            {
                return memory;
            }

            var moved = (nint)NativeMemory.Alloc(size);
            NativeMemory.Copy((void*)memory, (void*)moved, SlotBytes);
            find.ReturnSlot(memory);
            return moved;
        }
        catch (OutOfMemoryException)
        {
            return 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
