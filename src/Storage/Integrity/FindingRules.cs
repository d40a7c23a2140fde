namespace SoundTime.Storage.Integrity;

/// <summary>Which finding takes the place of which.</summary>
internal static class FindingRules
{
    /// <summary>Whether what was found now says something new of a subject of which <paramref name="known"/> is open.</summary>
    public static bool Replaces(this FindingKind found, FindingKind known) =>
        found != known && found is not (FindingKind.UnreadableFile or FindingKind.UnreadableBlob);
}
