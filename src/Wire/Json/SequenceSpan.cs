using System.Buffers;

namespace SoundTime.Wire.Json;

/// <summary>The bytes of a sequence in a row.</summary>
internal static class SequenceSpan
{
    /// <summary>The bytes as they lie there when they do so in one piece, otherwise a copy; for values within a cap.</summary>
    public static ReadOnlySpan<byte> Span(this in ReadOnlySequence<byte> bytes) =>
        bytes.IsSingleSegment ? bytes.FirstSpan : bytes.ToArray();
}
