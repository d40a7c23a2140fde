namespace SoundTime.Blake3.Tests.Support;

/// <summary>One length of input, and 131 bytes of output in each mode.</summary>
internal sealed record OfficialVector(int InputLength, byte[] Hash, byte[] KeyedHash, byte[] DeriveKey);
