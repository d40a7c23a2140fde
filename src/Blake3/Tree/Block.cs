using System.Runtime.CompilerServices;

namespace SoundTime.Blake3;

/// <summary>The 64 bytes of one compression's message.</summary>
[InlineArray(Blake3Constants.BlockLength)]
internal struct Block
{
    private byte _first;
}
