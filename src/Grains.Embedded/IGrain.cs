namespace SoundTime.Grains.Embedded;

/// <summary>A grain, by whatever key.</summary>
public interface IGrain : IAddressable;
