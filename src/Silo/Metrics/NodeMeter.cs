using System.Diagnostics.Metrics;

namespace SoundTime.Silo.Metrics;

/// <summary>The meter of the node, which .NET's own tools find by its name too (<c>dotnet-counters monitor --counters SoundTime</c>).</summary>
internal static class NodeMeter
{
    /// <summary>Its name.</summary>
    public const string Name = "SoundTime";

    /// <summary>The one meter of that name that the factory makes.</summary>
    public static Meter CreateNodeMeter(this IMeterFactory meters) => meters.Create(Name);
}
