namespace SoundTime.Grains.Embedded;

/// <summary>Calls of methods marked so may interleave with each other. On methods of grain interfaces.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReadOnlyAttribute : Attribute;
