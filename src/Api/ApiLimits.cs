namespace SoundTime.Api;

/// <summary>Bounds on what comes in over HTTP.</summary>
internal static class ApiLimits
{
    /// <summary>Most bytes of a request body that is no upload (protocol sheet, section 9.1).</summary>
    public const int MaxBodyBytes = 2 << 20;

    /// <summary>Deepest nesting of the JSON in a request: lists of flat objects are all that is asked for.</summary>
    public const int MaxJsonDepth = 8;

    /// <summary>Most entries of a block list that are imported at once, in one transaction.</summary>
    public const int MaxImportedBlocks = 10_000;

    /// <summary>Most tracks on one page.</summary>
    public const int MaxPerPage = 100;

    /// <summary>Tracks of peers that the admin is shown where no page is asked for: as many as Rust nodes list (protocol sheet, section 9.4).</summary>
    public const int NewestRemoteTracks = 200;

    /// <summary>Tracks on a page where none were asked for.</summary>
    public const int DefaultPerPage = 20;
}
