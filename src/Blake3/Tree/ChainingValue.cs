using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace SoundTime.Blake3;

/// <summary>The 32 bytes that stand for a subtree; also the shape of a key.</summary>
[InlineArray(Blake3Constants.ChainingValueLength)]
internal struct ChainingValue
{
    private byte _first;

    public ChainingValue(ReadOnlySpan<byte> bytes) => bytes.CopyTo(this);

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> AsSpan() => this;
}
