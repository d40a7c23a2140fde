namespace SoundTime.Api;

/// <summary>A setting that the admin may see and change. What the store keeps besides, such as the hash of the admin token, is none.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Default">What is in force until it is set.</param>
/// <param name="Accepted">The values that it may have.</param>
internal sealed record InstanceSetting(string Key, string Default, IReadOnlyList<string> Accepted)
{
    /// <summary>The value of what is switched on.</summary>
    public const string On = "true";

    /// <summary>Whether the content is shown to those alone who show a token.</summary>
    public static InstanceSetting Private { get; } = new("instance_private", "false", [On, "false"]);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<InstanceSetting> All { get; } = [Private];
}
