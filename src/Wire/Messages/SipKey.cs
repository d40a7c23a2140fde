namespace SoundTime.Wire.Messages;

/// <summary>A key of SipHash-1-3: 128 bits as two little-endian words.</summary>
/// <param name="K0">The first eight bytes.</param>
/// <param name="K1">The last eight bytes.</param>
public readonly record struct SipKey(ulong K0, ulong K1);
