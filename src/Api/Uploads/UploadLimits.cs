namespace SoundTime.Api;

/// <summary>Bounds on the form of an upload.</summary>
internal static class UploadLimits
{
    /// <summary>Most files in a batch (protocol sheet, section 9.6).</summary>
    public const int MaxBatchFiles = 50;

    /// <summary>Most parts of a form that are not files.</summary>
    public const int MaxFields = 16;

    /// <summary>Most bytes of a field that is not a file: a title of 255 characters in any script.</summary>
    public const int MaxFieldBytes = 4 << 10;

    /// <summary>Most header lines of a part.</summary>
    public const int MaxPartHeaders = 16;

    /// <summary>Most bytes of the header lines of a part.</summary>
    public const int MaxPartHeaderBytes = 8 << 10;

    /// <summary>Most characters of a boundary (RFC 2046, section 5.1.1).</summary>
    public const int MaxBoundaryLength = 70;

    /// <summary>Room in a body for all that is not the files.</summary>
    public const int MaxFormOverhead = 1 << 20;

    /// <summary>Bytes that are moved at a time.</summary>
    public const int CopyBufferSize = 64 << 10;
}
