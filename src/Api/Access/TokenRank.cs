namespace SoundTime.Api;

/// <summary>What a token allows.</summary>
internal enum TokenRank
{
    /// <summary>It is none of ours.</summary>
    Unknown,

    /// <summary>The API token: uploads.</summary>
    Api,

    /// <summary>The admin token: everything.</summary>
    Admin,
}
