namespace SoundTime.Grains.Contract.Grains;

/// <summary>A readonly struct.</summary>
public readonly record struct Stamp(int Value, string Country);
