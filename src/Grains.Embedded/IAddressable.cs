namespace SoundTime.Grains.Embedded;

/// <summary>Something that calls can be sent to.</summary>
public interface IAddressable;
