namespace SoundTime.Grains.Embedded;

/// <summary>Calls of the method may interleave with any other. On methods of grain interfaces.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AlwaysInterleaveAttribute : Attribute;
