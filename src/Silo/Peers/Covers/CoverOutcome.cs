namespace SoundTime.Silo.Peers;

/// <summary>What came of a try to get a cover.</summary>
internal enum CoverOutcome
{
    /// <summary>It is an image and lies among the blobs.</summary>
    Here,

    /// <summary>The hash names something that is no image, or one that is too large: trying again cannot help.</summary>
    NotAnImage,

    /// <summary>No peer that was asked sent it.</summary>
    NotSent,

    /// <summary>This node could not keep it: the peers have no part in that.</summary>
    NotKept,
}
