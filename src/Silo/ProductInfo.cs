using System.Reflection;

namespace SoundTime.Silo;

/// <summary>Name and version of the program.</summary>
internal static class ProductInfo
{
    public const string Name = "SoundTime for large hosts";

    public static string Version { get; } =
        typeof(ProductInfo).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
