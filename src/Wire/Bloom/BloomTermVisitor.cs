namespace SoundTime.Wire.Bloom;

/// <summary>Takes the terms of a text one by one.</summary>
/// <param name="kind">What the term is.</param>
/// <param name="terminatedTerm">The term in UTF-8, ended by <see cref="BloomProbe.Terminator"/>; valid during the call only.</param>
public delegate void BloomTermVisitor(BloomTermKind kind, ReadOnlySpan<byte> terminatedTerm);
