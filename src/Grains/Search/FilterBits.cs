using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace SoundTime.Grains.Search;

/// <summary>
/// The bits of one filter, outside of the garbage collector's heap: there, arrays of this size that are replaced every few minutes lie beside holes of their size, and take
/// twice the memory. Freed when disposed, or with whoever held it.
/// </summary>
internal sealed unsafe class FilterBits : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly FilterMemory _memory;

    /// <summary>Takes memory that was counted already.</summary>
    public FilterBits(FilterMemory memory, int length)
        : base(ownsHandle: true)
    {
        _memory = memory;
        Length = length;
        SetHandle((nint)NativeMemory.Alloc((nuint)length));
    }

    /// <summary>Number of bytes.</summary>
    public int Length { get; }

    /// <summary>Where they begin, while this is not disposed.</summary>
    public byte* First => (byte*)handle;

    /// <summary>Puts a filter of the same length in.</summary>
    public void Fill(ReadOnlySpan<byte> bitmap) => bitmap.CopyTo(new Span<byte>(First, Length));

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeMemory.Free(First);
        _memory.Return(Length);
        return true;
    }
}
